// What Error has in V8, and libraries count on, where the engine differs: a stack begins with the error's headline and
// ends with its last frame, and anything may be assigned to it. Invariant: what follows the headline is the engine's text, whose frames the host
// reads. Which errors are shown, and how, is none of its business.

const { defineProperty, getOwnPropertyDescriptor, hasOwn } = Object;
const startsWithFrame = RegExp.prototype.test.bind(/^\s+at /);

/** Changes the Error of this isolate. */
export function install() {
  const { get } = getOwnPropertyDescriptor(Error.prototype, "stack");
  const capture = Error.captureStackTrace;
  defineProperty(Error.prototype, "stack", {
    get() { return withHeadline(this, get.call(this)); },
    set(stack) { own(this, stack); },
    enumerable: false,
    configurable: true,
  });
  const captureStackTrace = (target, after = captureStackTrace) => {
    capture(target, after);
    if (hasOwn(target, "stack")) own(target, withHeadline(target, target.stack));
  };
  defineProperty(Error, "captureStackTrace", { value: captureStackTrace, writable: true, configurable: true });
}

function own(error, stack) {
  defineProperty(error, "stack", { value: stack, writable: true, enumerable: false, configurable: true });
}

/** `Error.prepareStackTrace` may have made anything of the stack; that is left alone. */
function withHeadline(error, stack) {
  if (stack !== "" && !(typeof stack === "string" && startsWithFrame(stack))) return stack;
  const headline = Error.prototype.toString.call(error);
  return stack === "" ? headline : `${headline}\n${stack.endsWith("\n") ? stack.slice(0, -1) : stack}`;
}
