const { inspect, format, formatWithOptions } = await import("node:util");
const nested = { a: { b: { c: { d: { e: 1 } } } } };
const ring = { name: "ring" };
ring.self = ring;
class Foo { constructor() { this.a = 1; } get b() { return 2; } }
class Mine extends Error { constructor() { super("m"); this.name = "Mine"; this.stack = "Mine: m\n    at there"; } }
const out = [];
for (const options of [
  { depth: 0 }, { depth: null }, { depth: Infinity, compact: 1 }, { compact: false }, { compact: true }, { compact: 0 },
  { breakLength: 10 }, { breakLength: Infinity }, { depth: 4, breakLength: 200 },
]) out.push(inspect(nested, options), inspect({ list: [1, [2, { x: 3 }]], text: "t" }, options));
out.push(inspect(nested, false, null), inspect(nested, false, 0), inspect([1, "a"], false, 2, true));
out.push(inspect([1], true), inspect({ z: 1, y: { c: 1, b: 2 }, a: 2 }, { sorted: true }));
out.push(inspect({ a: 1, b: 2 }, { sorted: (a, b) => (a < b ? 1 : -1) }));
out.push(inspect([1, 2, 3, 4], { maxArrayLength: 2 }), inspect(new Set([1, 2, 3]), { maxArrayLength: 1 }));
out.push(inspect(new Map([[1, 2], [3, 4]]), { maxArrayLength: 1 }), inspect([1, 2], { maxArrayLength: 0 }));
out.push(inspect(new Uint8Array(5), { maxArrayLength: 3 }), inspect(Array.from({ length: 120 }, (_, i) => i), { maxArrayLength: null }));
out.push(inspect("x".repeat(30), { maxStringLength: 5 }), inspect({ s: "abc" }, { maxStringLength: 0 }), inspect("abc", { maxStringLength: 2 }));
out.push(inspect({ get a() { return 1; }, get o() { return { x: 1 }; }, set s(v) {}, get t() { throw new Error("no"); } }, { getters: true }));
out.push(inspect({ get a() { return null; }, get b() { return 1; }, set b(v) {} }, { getters: "get" }));
out.push(inspect({ get a() { return "s"; }, get b() { return 1; }, set b(v) {} }, { getters: "set" }));
const many = {
  n: 1, big: 2n, s: "it's", u: undefined, z: null, t: true, y: Symbol("y"), d: new Date(0), r: /x/g, f() {}, k: class K {}, e: [,],
  [Symbol("key")]: 1, "quoted-key": 1, get g() { return 1; }, p: Promise.resolve(1), w: new WeakMap(),
};
out.push(inspect(many, { colors: true }), inspect(ring, { colors: true }), inspect(nested, { colors: true }));
out.push(inspect(new Map([["a", new Set([1])]]), { colors: true }), inspect(Array.from({ length: 12 }, (_, i) => i), { colors: true }));
out.push(inspect([123456789, -1234.5678, 0.00012345, 1e21, 12345678901234567890n], { numericSeparator: true }));
out.push(inspect({ long: `${"a line\n".repeat(14)}` }), inspect(`${"words ".repeat(20)}\nmore`), inspect("x".repeat(200)));
out.push(inspect({ valid_1: 1, $dollar: 1, "é": 1, "": 1, 5: 1 }), inspect("\ud800 \x7f \x1b"), inspect((function () { return arguments; })(1, "b")));
out.push(inspect(Math), inspect(JSON), inspect(new SharedArrayBuffer(2)), inspect(new Mine()), inspect({ e: new Mine() }));
out.push(inspect(Object.assign(new Mine(), { name: "Other" })), inspect(Object.assign(new Error("x"), { stack: "no frames" })));
out.push(inspect(new Set(Array.from({ length: 103 }, (_, i) => i))).slice(-40), inspect(new Foo()), inspect(Object.create(null, { x: { value: 1 } }), { showHidden: true }));
out.push(inspect({ [inspect.custom](depth, options, fn) { return [depth, options.stylize("s", "string"), fn === inspect]; } }, { depth: 5, colors: true }));
out.push(inspect({ [inspect.custom]: () => "mine" }, { customInspect: false }).replace(/\(\) ?=>.*/, ""));
out.push(formatWithOptions({ colors: true }, "%s %O", 1, { a: 1 }, { b: "x" }), formatWithOptions({ compact: false }, "%O", { a: 1 }));
out.push(format("%s", new (class X { toString() { return "own"; } })()), format("%o", { f: [1] }), format("%O %i", nested, 42.5));
const { defaultOptions } = inspect;
out.push(JSON.stringify(defaultOptions));
defaultOptions.depth = 0;
out.push(inspect(nested));
defaultOptions.depth = 2;
return out;
