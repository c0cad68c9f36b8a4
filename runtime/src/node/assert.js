// node:assert. Its comparisons are Node's; a failure shows both values one below the other, without a line-by-line
// difference.

import { inspect } from "partyrs:inspect";
import { isDeepLooseEqual, isDeepStrictEqual } from "partyrs:node/deep_equal";

const MESSAGES = {
  deepStrictEqual: "Expected values to be strictly deep-equal:",
  strictEqual: "Expected values to be strictly equal:",
  deepEqual: "Expected values to be loosely deep-equal:",
  notDeepStrictEqual: 'Expected "actual" not to be strictly deep-equal to:',
  notStrictEqual: 'Expected "actual" to be strictly unequal to:',
  notDeepEqual: 'Expected "actual" not to be loosely deep-equal to:',
};

const show = (value) => inspect(value, { depth: 1000 });

function messageOf(operator, actual, expected) {
  if (operator === "==" || operator === "!=") return `${show(actual)} ${operator} ${show(expected)}`;
  const start = MESSAGES[operator];
  if (start === undefined) return "Failed";
  if (operator === "notStrictEqual" || operator === "notDeepStrictEqual" || operator === "notDeepEqual") {
    return `${start}\n\n${show(expected)}\n`;
  }
  const [left, right] = [show(actual), show(expected)];
  if (operator === "strictEqual" && !`${left}${right}`.includes("\n")) return `${start}\n\n${left} !== ${right}\n`;
  return `${start}\n\n${left}\n\nshould ${operator === "deepEqual" ? "loosely deep-equal" : "equal"}\n\n${right}`;
}

export class AssertionError extends Error {
  constructor(options) {
    const { message, actual, expected, operator } = options;
    super(message === undefined ? messageOf(operator, actual, expected) : String(message));
    this.generatedMessage = message === undefined;
    this.code = "ERR_ASSERTION";
    this.actual = actual;
    this.expected = expected;
    this.operator = operator;
    Object.defineProperty(this, "name", { value: "AssertionError", configurable: true, writable: true, enumerable: false });
  }

  toString() {
    return `${this.name} [${this.code}]: ${this.message}`;
  }
}

function fail(message, details) {
  if (message instanceof Error) throw message;
  throw new AssertionError({ message, ...details });
}

function assert(value, message) {
  if (arguments.length === 0) fail("No value argument passed to `assert.ok()`", { actual: value, expected: true, operator: "==" });
  if (!value) {
    const error = message ?? "The expression evaluated to a falsy value";
    try {
      fail(error, { actual: value, expected: true, operator: "==" });
    } catch (failure) {
      if (message === undefined) failure.generatedMessage = true;
      throw failure;
    }
  }
}

/** An assertion that `holds(actual, expected)`. */
const comparing = (operator, holds) => function (actual, expected, message) {
  if (arguments.length < 2) {
    const error = new TypeError('The "actual" and "expected" arguments must be specified');
    throw Object.assign(error, { code: "ERR_MISSING_ARGS" });
  }
  if (!holds(actual, expected)) fail(message, { actual, expected, operator });
};

const loose = (a, b) => a == b || (Number.isNaN(a) && Number.isNaN(b));

/** Whether `error` is what `expected` says; throws where it says so in detail. */
function checkThrown(error, expected, message, operator) {
  if (expected === undefined) return;
  const details = { actual: error, expected, operator };
  if (expected instanceof RegExp) {
    if (expected.test(String(error))) return;
    fail(message ?? `The input did not match the regular expression ${show(expected)}. Input:\n\n${show(String(error))}\n`, details);
  }
  if (typeof expected === "object") {
    const keys = Object.keys(expected);
    if (expected instanceof Error) keys.push("name", "message");
    for (const key of keys) {
      const matches = expected[key] instanceof RegExp && typeof error[key] === "string" && expected[key].test(error[key]);
      if (!matches && !isDeepStrictEqual(error[key], expected[key])) {
        fail(message, { actual: error, expected, operator: message === undefined ? "deepStrictEqual" : operator });
      }
    }
    return;
  }
  if (expected.prototype !== undefined && error instanceof expected) return;
  if (Error.isPrototypeOf(expected) || expected === Error) {
    fail(message ?? `The error is expected to be an instance of "${expected.name}". Received "${error?.constructor?.name}"\n\nError message:\n\n${error?.message}`, details);
  }
  if (expected.call({}, error) !== true) {
    fail(message ?? `The ${expected.name ? `"${expected.name}" ` : ""}validation function is expected to return "true". Received false`, details);
  }
}

function caught(callback) {
  if (typeof callback !== "function") {
    throw Object.assign(new TypeError('The "fn" argument must be of type function.'), { code: "ERR_INVALID_ARG_TYPE" });
  }
  try {
    callback();
  } catch (error) {
    return [error];
  }
  return null;
}

async function rejection(promise) {
  try {
    await (typeof promise === "function" ? promise() : promise);
  } catch (error) {
    return [error];
  }
  return null;
}

function mustThrow(outcome, expected, message, operator, what) {
  if (typeof expected === "string") [message, expected] = [expected, undefined];
  if (outcome === null) {
    const name = expected?.name ? ` (${expected.name})` : "";
    fail(`Missing expected ${what}${name}${message ? `: ${message}` : "."}`, { actual: undefined, expected, operator });
  }
  checkThrown(outcome[0], expected, message, operator);
}

function mustNotThrow(outcome, expected, message, operator, what) {
  if (outcome === null) return;
  if (typeof expected === "string") [message, expected] = [expected, undefined];
  if (typeof expected === "function" && !(outcome[0] instanceof expected)) throw outcome[0];
  fail(`Got unwanted ${what}${message ? `: ${message}` : "."}\nActual message: "${outcome[0]?.message}"`, { actual: outcome[0], expected, operator });
}

function matching(operator, wanted) {
  return (text, pattern, message) => {
    if (typeof text === "string" && pattern.test(text) === wanted) return;
    const what = typeof text !== "string"
      ? `The "string" argument must be of type string. Received type ${typeof text} (${show(text)})`
      : `The input ${wanted ? "did not match" : "was expected to not match"} the regular expression ${show(pattern)}. Input:\n\n${show(text)}\n`;
    fail(message ?? what, { actual: text, expected: pattern, operator });
  };
}

const methods = {
  AssertionError,
  ok: (...args) => assert(...args),
  equal: comparing("==", loose),
  notEqual: comparing("!=", (a, b) => !loose(a, b)),
  strictEqual: comparing("strictEqual", Object.is),
  notStrictEqual: comparing("notStrictEqual", (a, b) => !Object.is(a, b)),
  deepEqual: comparing("deepEqual", isDeepLooseEqual),
  notDeepEqual: comparing("notDeepEqual", (a, b) => !isDeepLooseEqual(a, b)),
  deepStrictEqual: comparing("deepStrictEqual", isDeepStrictEqual),
  notDeepStrictEqual: comparing("notDeepStrictEqual", (a, b) => !isDeepStrictEqual(a, b)),
  match: matching("match", true),
  doesNotMatch: matching("doesNotMatch", false),
  throws: (callback, expected, message) => mustThrow(caught(callback), expected, message, "throws", "exception"),
  doesNotThrow: (callback, expected, message) => mustNotThrow(caught(callback), expected, message, "doesNotThrow", "exception"),
  rejects: async (promise, expected, message) => mustThrow(await rejection(promise), expected, message, "rejects", "rejection"),
  doesNotReject: async (promise, expected, message) => mustNotThrow(await rejection(promise), expected, message, "doesNotReject", "rejection"),
  fail: (message = "Failed") => fail(message, { operator: "fail" }),
  ifError(value) {
    if (value === null || value === undefined) return;
    const text = value instanceof Error ? value.message || value.name : show(value);
    fail(`ifError got unwanted exception: ${text}`, { actual: value, expected: null, operator: "ifError" });
  },
};

const strict = Object.assign((...args) => assert(...args), methods, {
  equal: methods.strictEqual,
  notEqual: methods.notStrictEqual,
  deepEqual: methods.deepStrictEqual,
  notDeepEqual: methods.notDeepStrictEqual,
});
strict.strict = strict;

export default Object.assign(assert, methods, { strict });
