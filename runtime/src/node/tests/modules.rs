//! Which modules can be imported, and what becomes of those that cannot.

use crate::isolate::engine::tests::run;
use crate::node;

#[test]
fn every_module_of_node_can_be_imported_with_and_without_its_prefix() {
    for (name, _) in node::modules() {
        let source = format!(
            "await import('async_hooks'); const [a, b] = [await import('{name}'), await import('node:{name}')];
             return a === b && 'default' in a"
        );
        assert_eq!(run(&source), "true", "{name}");
    }
}

#[test]
fn what_rooms_do_not_have_throws_by_its_name() {
    assert_eq!(
        run("const { default: fs, readFileSync } = await import('fs');
             try { readFileSync('/x') } catch (e) { return [e.message.split(':')[0], e.code, fs.existsSync('/'), typeof fs.promises.readFile] }"),
        r#"["[partyrs] fs.readFileSync is not implemented yet","ERR_METHOD_NOT_IMPLEMENTED",false,"function"]"#
    );
    assert_eq!(
        run(
            "const http = await import('node:http'); class Mine extends http.Agent {}
             try { new Mine() } catch (e) { return [e.message.split(':')[0], http.STATUS_CODES[404]] }"
        ),
        r#"["[partyrs] http.Agent is not implemented yet","Not Found"]"#
    );
    assert_eq!(
        run("const { connect } = await import('cloudflare:sockets');
             try { connect('x:1') } catch (e) { return [e.message.split(': ')[0], e.message.includes('speaks HTTP')] }"),
        r#"["[partyrs] connect of cloudflare:sockets is not implemented yet",true]"#
    );
}

#[test]
fn importing_process_leaves_the_global_as_it_was() {
    assert_eq!(
        run("const before = Object.keys(process).length; const it = await import('process');
             return [it.default === process, Object.keys(process).length - before, typeof it.memoryUsage, it.cwd()]"),
        r#"[true,0,"function","/"]"#
    );
}

#[test]
fn a_module_that_nobody_knows_is_named() {
    for (name, why) in [
        ("left-pad", "rooms can import what was bundled"),
        ("./x.wasm", "rooms can import what was bundled"),
        ("partyrs:host", "rooms can import what was bundled"),
        ("node:nope", "Node has no such module"),
        ("cloudflare:workers", "the embedded runtime does not have it"),
    ] {
        let message = run(&format!(
            "try {{ await import('{name}') }} catch (e) {{ return `${{e.name}} ${{e.message}}` }}"
        ));
        let start = format!("\"TypeError cannot import `{name}`: {why}");
        assert!(message.starts_with(&start), "{message}");
    }
}

#[test]
fn contexts_cannot_be_followed_where_nothing_says_so() {
    let source = "const { AsyncLocalStorage } = await import('async_' + 'hooks');
         try { new AsyncLocalStorage() } catch (e) { return e.message.includes('--runtime workerd') }";
    assert_eq!(run(source), "true");
}

#[test]
fn buffers_read_texts_of_megabytes() {
    let source = "
        const text = (letter, times) => letter.repeat(times);
        const large = [
            Buffer.from(text('AAAA', 1_500_000), 'base64'),
            Buffer.from(text('AA-_', 1_500_000), 'base64'),
            Buffer.from(text('ff', 2_000_000) + 'x', 'hex'),
        ];
        return large.map((bytes) => [bytes.length, bytes.at(-1)]);";
    assert_eq!(run(source), "[[4500000,0],[4500000,191],[2000000,255]]");
}
