// Makes golden.json: what V8 itself (Node 20 or later) writes for the values of CASES.
//     node golden.mjs > golden.json
import v8 from "node:v8";

const CASES = [
  "undefined", "null", "true", "false",
  "0", "-0", "1", "-1", "63", "64", "-64", "-65", "2147483647", "-2147483648", "2147483648", "1.5", "NaN", "Infinity",
  "-Infinity", "5e-324",
  "0n", "5n", "-5n", "2n**63n", "-(2n**63n)", "2n**64n - 1n", "2n**64n", "-(3n**100n)",
  "''", "'abc'", "'caf\\u00e9'", "'a\\u20ac'", "'\\u20ac'", "'\\ud83d\\ude00'", "'\\ud800'", "'a\\udc00b'", "'nul\\0'",
  "'x'.repeat(200)", "'\\u20ac'.repeat(100)",
  "new Date(0)", "new Date(1.5e12)", "new Date(NaN)", "new Date(-1)",
  "/a/", "/a\\/b/dgimsuy", "/[a]/v",
  "({})", "({a: 1, b: 'x'})", "({a: undefined})", "({b: 1, 2: 1, a: 1, 1: 1, '01': 1, '-1': 1})",
  "({4294967294: 1, 4294967295: 2, 2147483648: 3})", "({'\\u20ac': '\\u20ac'})", "({'\\ud800': 1})",
  "Object.create(null, {a: {value: 1, enumerable: true}})", "Object.defineProperty({a: 1}, 'b', {value: 2})",
  "new (class A { constructor() { this.x = 1 } y() {} })()", "({get a() { return 5 }})", "({__proto__: null, ['__proto__']: 1})",
  "({[Symbol.iterator]: 1, a: 2})",
  "[]", "[1, 'a', null, undefined]", "[1, , 3]", "[, ,]", "Object.assign([1, 2], {x: 3})", "Object.assign([1, , 2], {x: 3})",
  "[[1], [[2]]]", "Object.assign([], {length: 3})",
  "new Map()", "new Map([[1, 'a'], ['k', {b: 2}]])", "new Map([[{}, new Map()]])", "new Set()", "new Set([1, 'a', {}])",
  "Object(true)", "Object(false)", "Object(5)", "Object(-0)", "Object('abc')", "Object('\\u20ac')", "Object(7n)",
  "new ArrayBuffer(0)", "new Uint8Array([1, 2, 3]).buffer", "new ArrayBuffer(2, {maxByteLength: 8})",
  "new Uint8Array([1, 2, 3, 4]).subarray(1, 3)",
  ...["Int8", "Uint8", "Uint8Clamped", "Int16", "Uint16", "Int32", "Uint32", "Float32", "Float64"].map((n) => `new ${n}Array([1, 2, 250])`),
  "new BigInt64Array([-1n])", "new BigUint64Array([1n])", "new DataView(new ArrayBuffer(8), 2, 4)",
  "(() => { const b = new ArrayBuffer(4); return [new Uint8Array(b), new Uint16Array(b, 2), b] })()",
  "(() => { const b = new ArrayBuffer(4); return {b, v: new Uint8Array(b, 1)} })()",
  "(() => { const a = {}; a.self = a; return a })()", "(() => { const a = []; a.push(a, a); return a })()",
  "(() => { const o = {}; return [o, o, {o}] })()", "(() => { const m = new Map(); m.set(m, m); return m })()",
  "(() => { const s = new Set(); s.add(s); return s })()", "(() => { const d = new Date(0); return [d, d] })()",
  "(() => { const v = new Uint8Array(1); return [v, v] })()",
  ...["Error", "EvalError", "RangeError", "ReferenceError", "SyntaxError", "TypeError", "URIError"].map((n) => `Object.assign(new ${n}('m'), {stack: 's', extra: 1})`),
  "Object.assign(new Error(), {stack: 's'})", "Object.assign(new Error('m'), {stack: 's', name: 'Mine'})",
  "Object.assign(new AggregateError([1], 'm'), {stack: 's'})",
];

const cases = CASES.map((source) => {
  const serializer = new (class extends v8.Serializer {})();
  serializer.writeHeader();
  serializer.writeValue((0, eval)(`(${source})`));
  return [source, serializer.releaseBuffer().toString("hex")];
});
console.log(`[\n${cases.map((pair) => `  ${JSON.stringify(pair)}`).join(",\n")}\n]`);
