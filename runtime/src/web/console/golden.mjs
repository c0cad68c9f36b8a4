// Makes golden.json: what Node's console.log writes for the arguments in CASES.
//     node golden.mjs > golden.json
import { format } from "node:util";

const CASES = [
  "", "'text'", "1, -0, 2n, 'x', null, undefined, true, Symbol('s')", "['a', \"it's\", '\\n\\\\', \"'\\\"\", '\\u0001']",
  "{}", "[]", "{ a: 1, 'b-c': 'x', [Symbol('k')]: 2 }", "{ a: { b: { c: { d: 1 } } } }", "{ a: { b: { c: {} } } }", "[[[[1]]]]",
  "new (class Foo { x = 1 })()", "new (class Foo {})()", "Object.create(null)", "{ [Symbol.toStringTag]: 'Tag', a: 1 }",
  "new Map([['a', 1], [{ b: 2 }, new Set([1])]])", "new Map()", "new Set()", "new Set([[1], 'x'])", "new (class M extends Map {})([[1, 2]])",
  "new Date(0)", "new Date(NaN)", "{ d: new Date(0) }", "/a/g", "{ r: /b/ }",
  "() => 1", "function named() {}", "class A {}", "class B extends Map {}", "async () => {}", "{ f() {}, g: class {} }", "Object.assign(() => {}, { a: 1 })",
  "[1, , 3]", "[, , 1, ,]", "Object.assign([1], { x: 2 })", "Array.from({ length: 120 }, (_, i) => i)",
  "[1, 2, 3, 4, 5, 6, 7, 8, 9, 10]", "['apple', 'banana', 'cherry', 'dates', 'elder', 'figs', 'grape']", "'abcdefghijklmnopqrstuvwxyz'.split('')",
  "new Uint8Array([1, 2, 3])", "new Float64Array(0)", "new Uint8Array([1, 2]).buffer", "new (class L extends Array {})(3)",
  "Promise.resolve(1)", "new Promise(() => {})", "new WeakMap()", "Object(1), Object('ab'), Object(true), Object(3n)", "(function* () {})()",
  "(() => { const a = { n: 1 }; a.self = a; return a })()", "(() => { const a = []; a.push({ a }); return a })()",
  "{ a: 'a long text that fills the line', b: 'another long text that fills it', c: 'third text' }",
  "{ users: [{ id: 1, name: 'Ann', tags: ['x', 'y'] }, { id: 2, name: 'Bob', tags: [] }], total: 2 }",
  "{ a: { b: { c: { d: 1 } }, e: 1 } }", "{ level1: { level2: { level3: 'deep' } } }", "{ s: 'line\\nbreak' }",
  "'%s is %d years and %i, %f', 'Bob', 42.5, 42.9, '1.5'", "'%j %o %O', { a: 1 }, [1], { b: { c: {} } }", "'%c styled', 'color: red'", "'%% %s'", "'%s', { a: 1 }",
  "'%s', null, 'more', { x: 1 }", "'%d', '0x10'", "'a', '%s'", "'%s', Symbol('x')", "'%s', 5n", "'%s', -0", "'%s', [1, [2, [3]]]", "'%x', 1", "100, '%s'",
];

const cases = CASES.map((source) => [source, format(...(0, eval)(`((...args) => args)(${source})`))]);
console.log(`[\n${cases.map((pair) => `  ${JSON.stringify(pair)}`).join(",\n")}\n]`);
