// How failures look from outside: the text of a thrown value, the plain-text answers, close reasons, the log.
// Invariant: every answer made here is text/plain and says what went wrong. It decides no status and catches nothing.
import type { Reporter } from "./host";

/** The most a Close frame can carry after its code: 125 bytes of control frame less 2 (RFC 6455, 5.5). */
const CLOSE_REASON_BYTES_MAX = 123;

/** An error's message (may be empty); anything else as its string. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? String(thrown.message ?? "") : String(thrown);
}

export function failure(status: number, message: string): Response {
  return new Response(message, { status });
}

/** The answer to an `onRequest` that threw: `error.code` is the status, as in PartyKit. Test: R02, R03. */
export function requestFailure(thrown: unknown): Response {
  if (!(thrown instanceof Object)) return failure(500, `Cannot use 'in' operator to search for 'code' in ${String(thrown)}`);
  const code: unknown = (thrown as { code?: unknown }).code;
  const status = code === undefined ? 500 : Math.trunc(Number(code));
  if (!(status >= 200 && status <= 599)) {
    return failure(500, "Responses may only be constructed with status codes in the range 200 to 599, inclusive.");
  }
  try {
    return failure(status, messageOf(thrown) || "Uncaught exception when making a request");
  } catch (refused) {
    return failure(500, messageOf(refused)); // 204, 205 and 304 cannot carry the message
  }
}

/** What a handler should have given is a Response; the runtime's own words for anything else. */
export function asResponse(value: unknown): Response {
  if (value instanceof Response) return value;
  throw new TypeError("Incorrect type for Promise: the Promise did not resolve to 'Response'.");
}

/** A reason that fits a Close frame, cut between characters. */
export function closeReason(text: string): string {
  if (text.length * 3 <= CLOSE_REASON_BYTES_MAX) return text;
  const { read } = new TextEncoder().encodeInto(text, new Uint8Array(CLOSE_REASON_BYTES_MAX));
  return text.slice(0, read);
}

/** Logs what user code threw; `host` is a room's state or the edge's context. */
export function report(host: { partyrs?: Reporter } | undefined, error: unknown, handler: string): void {
  if (host?.partyrs) host.partyrs.report(error, handler);
  else console.error(`${handler} error`, error);
}

/** Whether a handler's result still has to be waited for. */
export function isPromise(value: unknown): value is PromiseLike<unknown> {
  return typeof value === "object" && value !== null && typeof (value as { then?: unknown }).then === "function";
}
