//! From sources to a bundle: esbuild as a child process, for the server and for the browser.

#[cfg_attr(not(test), expect(dead_code, reason = "until a build asks for it"))]
pub(crate) mod locate;
