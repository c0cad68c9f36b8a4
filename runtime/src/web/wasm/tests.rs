//! WebAssembly in an isolate. The modules are written out as bytes: what `wat2wasm` makes of the text above each.

use crate::isolate::engine::tests::run;

/// `(import "m" "f" (func (param i32 i64) (result i64)))
/// (memory (export "mem") 1 3) (global (export "g") (mut i32) (i32.const 7))
/// (table (export "t") 2 funcref) (elem (i32.const 0) 3)
/// (func (export "run") (param i32 i64) (result i64) local.get 0 local.get 1 call 0)
/// (func (export "grow") (result i32) i32.const 1 memory.grow)
/// (func (export "peek") (param i32) (result i32) local.get 0 i32.load8_u)
/// (func (export "trap") unreachable)
/// (func (export "spin") (loop br 0))`
const MODULE: &str = "0061736d0100000001130460027f7e017e6000017f60017f017f600000020701016d01660000030605000102030304040170\
00020504010101030606017f0141070b073108036d656d020001670300017401000372756e00010467726f77000204706565\
6b000304747261700004047370696e00050907010041000b01030a250508002000200110000b0600410140000b070020002d\
00000b0300000b070003400c000b0b";

/// So many additions that translating them costs more than the fuel of one run.
const LARGE: u32 = 100_000;

#[test]
fn a_function_runs() {
    // (func (export "add") (param i32 i32) (result i32) local.get 0 local.get 1 i32.add)
    let code = "0061736d0100000001070160027f7f017f030201000707010361646400000a09010700200020016a0b";
    let result = run(&format!(
        "const code = Uint8Array.fromHex('{code}');
         const {{ instance, module }} = await WebAssembly.instantiate(code);
         return [instance.exports.add(2, 3), instance.exports.add(2 ** 31, -1), instance.exports.add.length,
           WebAssembly.validate(code), WebAssembly.validate(new Uint8Array(3)), module instanceof WebAssembly.Module,
           WebAssembly.Module.exports(module), WebAssembly.Module.imports(module), instance instanceof WebAssembly.Instance]"
    ));
    assert_eq!(
        result,
        r#"[5,2147483647,2,true,false,true,[{"name":"add","kind":"function"}],[],true]"#
    );
}

/// What `body` returns, with an instance of [`MODULE`] whose import is `f`.
fn run_with(f: &str, body: &str) -> String {
    run(&format!(
        "const module = new WebAssembly.Module(Uint8Array.fromHex('{MODULE}'));
         const f = {f};
         const x = new WebAssembly.Instance(module, {{ m: {{ f }} }}).exports;
         {body}"
    ))
}

#[test]
fn imports_are_called_and_may_call_back() {
    let result = run_with(
        "(a, b) => (a > 0 ? x.run(a - 1, b * 2n) : b) + BigInt(x.peek(0))",
        "new Uint8Array(x.mem.buffer)[0] = 5; return [String(x.run(3, 10n)), x.peek(0)]",
    );
    assert_eq!(result, r#"["100",5]"#);
    let thrown = run_with(
        "() => { throw new Error('mine') }",
        "try { x.run(1, 1n) } catch (e) { return [e.message, x.peek(0)] }",
    );
    assert_eq!(thrown, r#"["mine",0]"#);
}

#[test]
fn an_import_that_is_exported_again_can_be_called() {
    // (import "m" "f" (func (param i32) (result i32))) (export "f" (func 0))
    let code = "0061736d0100000001060160017f017f02070101 6d01660000 07050101660000".replace(' ', "");
    let result = run(&format!(
        "const module = new WebAssembly.Module(Uint8Array.fromHex('{code}'));
         const f = (given) => {{ if (given === 0) throw new Error('mine'); return given + 0.5; }};
         const {{ exports }} = new WebAssembly.Instance(module, {{ m: {{ f }} }});
         let thrown; try {{ exports.f('0') }} catch (error) {{ thrown = error.message }}
         return [exports.f('2'), exports.f === f, thrown]"
    ));
    assert_eq!(result, r#"[2,false,"mine"]"#);
}

#[test]
fn a_large_function_is_translated_however_little_fuel_is_left() {
    // (func (export "far") (param i32) (loop …count the parameter down…)) behind it a call of a function of 300 kB
    // (func (result i32) i32.const 0 i32.const 1 i32.add i32.const 1 i32.add …).
    let result = run(&format!(
        "const leb = (n) => n < 128 ? [n] : [n % 128 + 128, ...leb(Math.floor(n / 128))];
         const section = (id, bytes) => [id, ...leb(bytes.length), ...bytes];
         const count = [3, 0x40, 0x20, 0, 0x41, 1, 0x6b, 0x22, 0, 0x0d, 0, 0x0b];
         const near = [0, ...count, 0x10, 1, 0x0b];
         const large = [0, 0x41, 0, ...Array({LARGE}).fill([0x41, 1, 0x6a]).flat(), 0x0b];
         const code = Uint8Array.from([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0,
           ...section(1, [2, 0x60, 1, 0x7f, 1, 0x7f, 0x60, 0, 1, 0x7f]), ...section(3, [2, 0, 1]),
           ...section(7, [1, 1, 0x66, 0, 0]), ...section(10, [2, ...leb(near.length), ...near, ...leb(large.length), ...large])]);
         const made = [];
         for (let turns = 100; turns < 400_000; turns += 50_000) {{
           const {{ exports }} = new WebAssembly.Instance(new WebAssembly.Module(code));
           made.push(exports.f(turns));
         }}
         return new Set(made).size === 1 && made[0]"
    ));
    assert_eq!(result, LARGE.to_string());
}

#[test]
fn a_proposal_that_is_not_there_is_named() {
    // (tag (param i32)), of the exceptions proposal
    let code = "0061736d0100000001050160017f000d03010000";
    let result = run(&format!(
        "try {{ new WebAssembly.Module(Uint8Array.fromHex('{code}')) }} catch (error) {{ return error.message }}"
    ));
    let expected = "exceptions proposal not enabled (at offset 0x11): the embedded runtime does not have it, `--runtime workerd` has it";
    assert_eq!(result, format!("\"{expected}\""));
}

#[test]
fn memory_is_shared_and_old_buffers_end_when_it_grows() {
    let result = run_with(
        "() => 0n",
        "const before = x.mem.buffer; new Uint8Array(before)[9] = 42; const old = x.grow();
         return [old, before.byteLength, x.mem.buffer.byteLength, x.peek(9), new Uint8Array(x.mem.buffer)[9], x.mem === x.mem,
           x.mem.grow(1), x.mem.buffer.byteLength, x.grow()]",
    );
    assert_eq!(result, "[1,0,131072,42,42,true,2,196608,-1]");
}

#[test]
fn globals_tables_and_traps_are_there() {
    let result = run_with(
        "() => 0n",
        "x.g.value = 9; const names = [];
         try { x.trap() } catch (e) { names.push(e.name, e instanceof WebAssembly.RuntimeError, e instanceof Error) }
         try { new WebAssembly.Module(new Uint8Array(8)) } catch (e) { names.push(e.name) }
         try { new WebAssembly.Instance(module, { m: {} }) } catch (e) { names.push(e.name) }
         try { new WebAssembly.Instance(module) } catch (e) { names.push(e.name) }
         try { x.run(1, 1) } catch (e) { names.push(e.name) }
         const first = x.t.get(0); x.t.set(1, x.grow);
         return [x.g.value, x.t.length, first === x.peek, first(0), x.t.get(1) === x.grow, names]",
    );
    assert_eq!(
        result,
        r#"[9,2,true,0,true,["RuntimeError",true,true,"CompileError","LinkError","TypeError","TypeError"]]"#
    );
}

#[test]
fn memories_and_tables_need_no_maximum() {
    let result = run("const memory = new WebAssembly.Memory({ initial: 1 });
         const table = new WebAssembly.Table({ initial: 2, element: 'anyfunc' });
         return [memory.buffer.byteLength, memory.grow(1), table.length]");
    assert_eq!(result, "[65536,1,2]");
}

#[test]
fn sizes_that_cannot_be_are_range_errors_and_what_an_isolate_may_take_is_bounded() {
    let result = run("const name = (make) => { try { make(); return 'made' } catch (e) { return e.name } };
         const memory = (descriptor) => name(() => new WebAssembly.Memory(descriptor));
         const table = (descriptor) => name(() => new WebAssembly.Table({ element: 'anyfunc', ...descriptor }));
         const refused = [memory({ initial: 70000 }), memory({ initial: 2, maximum: 1 }), memory({ initial: 4000 }),
           table({ initial: 2, maximum: 1 }), table({ initial: 4294967295 })];
         const half = new WebAssembly.Memory({ initial: 1000 });
         const grown = name(() => half.grow(500));
         return [refused, memory({ initial: 1000 }), grown, memory({ initial: 1000 }), name(() => half.grow(600)),
           memory({ initial: 1 }), table({ initial: 10 })]");
    assert_eq!(
        result,
        r#"[["RangeError","RangeError","RangeError","RangeError","RangeError"],"RangeError","made","RangeError","RangeError","made","made"]"#
    );
}
