// WebAssembly's JavaScript API over the host's interpreter. Compiling from bytes works too, which PartyKit's platform
// refuses.
//
// A memory's `buffer` is a copy: it is written back before WebAssembly runs and read anew afterwards. That is
// exact, because the two never run at the same time, and costs a copy of every memory that JavaScript has looked into.
//
// Standard: WebAssembly JavaScript Interface.

import host from "partyrs:host";
import { brand } from "partyrs:brand";
import { bytesOf } from "partyrs:bytes";

const wasm = host.wasm();

class CompileError extends Error {}
class LinkError extends Error {}
class RuntimeError extends Error {}
for (const Class of [CompileError, LinkError, RuntimeError]) {
  Object.defineProperty(Class.prototype, "name", { value: Class.name, writable: true, configurable: true });
}

/** What `run` of the host gives; its failure as an `ErrorClass`. */
function attempt(ErrorClass, run) {
  try {
    return run();
  } catch (error) {
    throw new ErrorClass(error.message);
  }
}

// --- values ----------------------------------------------------------------------------------------------------------

const KINDS = { i32: "i", i64: "l", f32: "f", f64: "d", anyfunc: "c", funcref: "c", externref: "r" };
const MADE = Symbol("made by the host");

/** Functions of WebAssembly ↔ their numbers. */
const ids = new WeakMap();
const functions = new Map();
/** Objects that WebAssembly holds, by the number it knows them by. */
const references = [];
const callbacks = [];
/** Imported JavaScript functions by their number: a module may export what it imports. */
const imported = new Map();

function toWasm(kind, value) {
  switch (kind) {
    case "i":
      return value | 0;
    case "l":
      return BigInt.asIntN(64, typeof value === "bigint" ? value : BigInt(requireBigInt(value)));
    case "c":
      if (value === null || value === undefined) return null;
      if (!ids.has(value)) throw new TypeError("WebAssembly objects are opaque: a function reference must be an exported function or null");
      return ids.get(value);
    case "r":
      return value === null ? null : references.push(value) - 1;
    default:
      return Number(value);
  }
}

function requireBigInt(value) {
  if (typeof value === "boolean" || typeof value === "string") return value;
  throw new TypeError(`Cannot convert ${String(value)} to a BigInt`);
}

function fromWasm(kind, value) {
  if (value === null) return null;
  if (kind === "c") return functionOf(value);
  return kind === "r" ? references[value] : value;
}

/** The JavaScript function of the WebAssembly function with this number. */
function functionOf(id) {
  let known = functions.get(id);
  if (known === undefined) {
    known = exported(id, wasm.types(id));
    functions.set(id, known);
    ids.set(known, id);
  }
  return known;
}

function exported(id, types) {
  const [parameters, results] = types.split(":");
  const name = String(id);
  const call = (...args) => {
    const values = run(id, Array.from(parameters, (kind, at) => toWasm(kind, args[at])));
    if (results.length === 0) return undefined;
    const converted = values.map((value, at) => fromWasm(results[at], value));
    return results.length === 1 ? converted[0] : converted;
  };
  Object.defineProperty(call, "name", { value: name, configurable: true });
  return Object.defineProperty(call, "length", { value: parameters.length, configurable: true });
}

/** Calls the function `id`; runs the JavaScript functions that it calls. */
function run(id, args) {
  const { callback, results } = imported.get(id) ?? {};
  if (callback !== undefined) return callBack([1, callback, results, ...args]);
  return runInside(id, args);
}

function runInside(id, args) {
  writeBack();
  let step = attempt(RuntimeError, () => wasm.call(id, args));
  for (;;) {
    const [state] = step;
    if (state === 0) {
      readAnew();
      return step.slice(1);
    }
    let results = [];
    if (state === 1) {
      readAnew();
      try {
        results = callBack(step);
      } catch (error) {
        wasm.abandon();
        throw error;
      }
      writeBack();
    }
    step = attempt(RuntimeError, () => wasm.resume(results));
  }
}

function callBack([, callback, wanted, ...args]) {
  const { implementation, parameters } = callbacks[callback];
  const value = implementation(...args.map((arg, at) => fromWasm(parameters[at], arg)));
  if (wanted.length === 0) return [];
  return wanted.length === 1 ? [toWasm(wanted, value)] : Array.from(value, (one, at) => toWasm(wanted[at], one));
}

// --- memories --------------------------------------------------------------------------------------------------------

/** Memories whose buffer JavaScript has seen. */
const seen = new Set();

function writeBack() {
  for (const memory of seen) Memory.writeBack(memory);
}

function readAnew() {
  for (const memory of seen) Memory.readAnew(memory);
}

class Memory {
  #id;
  #buffer;

  constructor(descriptor, id) {
    if (descriptor === MADE) {
      this.#id = id;
      return;
    }
    const { initial, minimum = initial, maximum } = descriptor;
    if (typeof minimum !== "number") throw new TypeError("WebAssembly.Memory(): Property 'initial' is required");
    this.#id = attempt(RangeError, () => wasm.newMemory(minimum, maximum));
  }

  get buffer() {
    if (this.#buffer === undefined) {
      this.#buffer = wasm.readMemory(this.#id).buffer;
      seen.add(this);
    }
    return this.#buffer;
  }

  grow(pages) {
    Memory.writeBack(this);
    const before = attempt(RangeError, () => wasm.growMemory(this.#id, pages));
    this.#forget();
    return before;
  }

  /** Whoever still holds the buffer sees that it is gone. */
  #forget() {
    this.#buffer?.transfer(0);
    this.#buffer = undefined;
    seen.delete(this);
  }

  static idOf(memory) { return memory.#id; }

  static writeBack(memory) {
    if (memory.#buffer !== undefined && !memory.#buffer.detached) wasm.writeMemory(memory.#id, new Uint8Array(memory.#buffer));
  }

  static readAnew(memory) {
    if (wasm.memoryBytes(memory.#id) !== memory.#buffer.byteLength) memory.#forget();
    else new Uint8Array(memory.#buffer).set(wasm.readMemory(memory.#id));
  }
}

// --- tables and globals ----------------------------------------------------------------------------------------------

class Table {
  #id;
  #kind;

  constructor(descriptor, id, kind) {
    if (descriptor === MADE) {
      [this.#id, this.#kind] = [id, kind];
      return;
    }
    this.#kind = KINDS[descriptor.element];
    if (this.#kind !== "c" && this.#kind !== "r") throw new TypeError("WebAssembly.Table(): 'element' must be a WebAssembly reference type");
    this.#id = attempt(RangeError, () => wasm.newTable(this.#kind, descriptor.initial ?? descriptor.minimum ?? 0, descriptor.maximum));
  }

  get length() { return wasm.tableSize(this.#id); }
  get(index) { return fromWasm(this.#kind, attempt(RangeError, () => wasm.tableGet(this.#id, index))); }
  set(index, value = this.#kind === "c" ? null : undefined) {
    const given = toWasm(this.#kind, value);
    attempt(RangeError, () => wasm.tableSet(this.#id, index, given));
  }
  grow(count, value = this.#kind === "c" ? null : undefined) {
    const given = toWasm(this.#kind, value);
    return attempt(RangeError, () => wasm.tableGrow(this.#id, count, given));
  }
  static idOf(table) { return table.#id; }
}

class Global {
  #id;
  #kind;
  #mutable;

  constructor(descriptor, value, kind) {
    if (descriptor === MADE) {
      [this.#id, this.#kind, this.#mutable] = [value, kind[0], kind.endsWith("!")];
      return;
    }
    this.#kind = KINDS[descriptor.value];
    if (this.#kind === undefined) throw new TypeError("WebAssembly.Global(): Descriptor property 'value' must be a WebAssembly type");
    this.#mutable = Boolean(descriptor.mutable);
    const initial = value ?? (this.#kind === "l" ? 0n : this.#kind === "c" || this.#kind === "r" ? null : 0);
    this.#id = wasm.newGlobal(this.#kind, this.#mutable, toWasm(this.#kind, initial));
  }

  get value() { return fromWasm(this.#kind, wasm.globalGet(this.#id)); }
  set value(value) {
    if (!this.#mutable) throw new TypeError("set WebAssembly.Global.value: Can't set the value of an immutable global.");
    wasm.globalSet(this.#id, toWasm(this.#kind, value));
  }
  valueOf() { return this.value; }
  static idOf(global) { return global.#id; }
}

const { idOf: memoryId } = Memory;
const { idOf: tableId } = Table;
const { idOf: globalId } = Global;

// --- modules and instances -------------------------------------------------------------------------------------------

function source(bytes, what) {
  const view = bytesOf(bytes);
  if (view === null) throw new TypeError(`${what}: Argument 0 must be a buffer source`);
  return view;
}

export class Module {
  #id;
  #imports;
  #exports;

  constructor(bytes) {
    this.#id = attempt(CompileError, () => wasm.compile(source(bytes, "WebAssembly.Module()")));
    [this.#imports, this.#exports] = wasm.describe(this.#id);
  }

  static imports(module) { return module.#imports.map(([module, name, kind]) => ({ module, name, kind })); }
  static exports(module) { return module.#exports.map(([, name, kind]) => ({ name, kind })); }
  static customSections(module, name) { return wasm.customSections(module.#id, String(name)).map((section) => section.buffer); }

  /** The exports of a new instance. */
  static instantiate(module, imports) {
    const given = module.#imports.map((wanted, at) => Module.#import(module.#id, wanted, at, imports));
    writeBack();
    const made = attempt(LinkError, () => wasm.instantiate(module.#id, given));
    readAnew();
    const exports = { __proto__: null };
    module.#exports.forEach(([, name, kind, types], at) => {
      exports[name] = makeExport(kind, made[at], types);
    });
    return Object.freeze(exports);
  }

  static #import(id, [from, name, kind, types], at, imports) {
    const where = `WebAssembly.Instance(): Import #${at} "${from}"`;
    const object = imports?.[from];
    if (typeof object !== "object" && typeof object !== "function" || object === null) {
      throw new TypeError(`${where}: module is not an object or function`);
    }
    const value = object[name];
    if (kind === "function") {
      if (typeof value !== "function") throw new LinkError(`${where} "${name}": function import requires a callable`);
      if (ids.has(value)) return ids.get(value);
      const [parameters, results] = types.split(":");
      const callback = callbacks.push({ implementation: value, parameters }) - 1;
      const made = wasm.hostFunction(id, at, callback);
      imported.set(made, { callback, results });
      return made;
    }
    if (kind === "memory" && value instanceof Memory) return memoryId(value);
    if (kind === "table" && value instanceof Table) return tableId(value);
    if (kind === "global" && value instanceof Global) return globalId(value);
    if (kind === "global" && (typeof value === "number" || typeof value === "bigint")) {
      return wasm.newGlobal(types[0], false, toWasm(types[0], value));
    }
    throw new LinkError(`${where} "${name}": ${kind} import must be a WebAssembly.${kind[0].toUpperCase()}${kind.slice(1)} object`);
  }
}

const { instantiate } = Module;
delete Module.instantiate;
delete Memory.idOf;
delete Table.idOf;
delete Global.idOf;

/** Objects of the instance's exports: one memory, table or global is one object however often it is met. */
const objects = new Map();

function makeExport(kind, id, types) {
  if (kind === "function") return functionOf(id);
  if (!objects.has(id)) {
    const Class = { memory: Memory, table: Table, global: Global }[kind];
    objects.set(id, new Class(MADE, id, types));
  }
  return objects.get(id);
}

class Instance {
  constructor(module, imports) {
    if (!(module instanceof Module)) throw new TypeError("WebAssembly.Instance(): Argument 0 must be a WebAssembly.Module");
    Object.defineProperty(this, "exports", { value: instantiate(module, imports), enumerable: true });
  }
}

brand(Module, Instance, Memory, Table, Global);
for (const made of [Module, Instance, Memory, Table, Global]) {
  Object.defineProperty(made.prototype, Symbol.toStringTag, { value: `WebAssembly.${made.name}`, configurable: true });
}

export const WebAssembly = Object.defineProperty({}, Symbol.toStringTag, { value: "WebAssembly", configurable: true });
const api = {
  Module, Instance, Memory, Table, Global, CompileError, LinkError, RuntimeError,
  validate(bytes) {
    const code = source(bytes, "WebAssembly.validate()");
    try {
      wasm.compile(code);
      return true;
    } catch {
      return false;
    }
  },
  compile: async (bytes) => new Module(bytes),
  async instantiate(what, imports) {
    if (what instanceof Module) return new Instance(what, imports);
    const module = new Module(what);
    return { module, instance: new Instance(module, imports) };
  },
  compileStreaming: async (response) => new Module(await (await response).arrayBuffer()),
  instantiateStreaming: async (response, imports) => api.instantiate(await (await response).arrayBuffer(), imports),
};
for (const name in api) Object.defineProperty(WebAssembly, name, { value: api[name], writable: true, configurable: true });
