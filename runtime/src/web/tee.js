// Teeing a stream (Streams standard §4.9.1): two branches from one reader, each chunk to both. A branch of a byte
// stream is a byte stream and owns its copy of the bytes. The original is cancelled when both branches are.

import { ByteMachine } from "partyrs:readable_bytes";

/** The underlying sources of the two branches of `state`, which is locked from now on. */
export function teeState(state) {
  const bytes = state.machine instanceof ByteMachine;
  const reading = state.acquire();
  const both = { controllers: [], reasons: [], cancelled: [false, false], reading: false, again: false };
  const whenCancelled = Promise.withResolvers();

  const each = (act) => {
    for (let i = 0; i < 2; i++) if (!both.cancelled[i]) act(both.controllers[i], i);
  };
  // Once both are cancelled, what that comes to is the original's to say.
  const over = () => {
    if (!both.cancelled[0] || !both.cancelled[1]) whenCancelled.resolve();
  };
  const request = {
    // Not at once: an error of the original that is known already comes first.
    chunk(value) { Promise.resolve().then(() => give(value)); },
    close() {
      each((controller) => controller.close());
      over();
    },
    error(error) {
      each((controller) => controller.error(error));
      over();
    },
  };
  function give(value) {
    both.again = false;
    // The second branch's copy is made before the first takes the buffer over.
    const copies = [value, bytes && !both.cancelled[1] ? value.slice() : value];
    each((controller, i) => controller.enqueue(copies[i]));
    both.reading = false;
    if (both.again) pull();
  }
  function pull() {
    if (both.reading) {
      both.again = true;
      return;
    }
    both.reading = true;
    both.again = false;
    state.read(request);
  }
  reading.closed.catch(request.error);
  const branch = (i) => ({
    __proto__: null,
    type: bytes ? "bytes" : undefined,
    start(controller) { both.controllers[i] = controller; },
    pull,
    cancel(reason) {
      both.cancelled[i] = true;
      both.reasons[i] = reason;
      if (both.cancelled[1 - i]) state.cancel(both.reasons).then(whenCancelled.resolve, whenCancelled.reject);
      return whenCancelled.promise;
    },
  });
  return [branch(0), branch(1)];
}
