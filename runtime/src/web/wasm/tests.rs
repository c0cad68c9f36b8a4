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
