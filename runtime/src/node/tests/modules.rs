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
