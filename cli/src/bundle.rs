//! From sources to a bundle: esbuild as a child process, for the server and for the browser.
