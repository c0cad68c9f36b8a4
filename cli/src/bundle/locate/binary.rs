//! What a file that may be esbuild is: a binary this machine runs, a script, or nothing of use.
//!
//! The npm package `esbuild` ships a script and replaces it by the binary when it is installed, so the name of
//! the file says nothing; its first bytes do. Never runs anything except in `version`.

use std::fs::File;
use std::io::Read as _;
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use super::pinned::platform;
use super::version::Version;

/// How long `esbuild --version` may take. It needs 10 ms; a wrapper that starts Node needs some hundred.
const VERSION_MS_MAX: u64 = 5_000;

/// The kind of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A binary for this system and processor.
    Native,
    /// A binary for another system or processor, as in a `node_modules` that was copied here.
    Foreign,
    /// It starts with `#!`.
    Script,
    /// A folder, unreadable, not executable, or something else.
    Unusable,
    /// Not there.
    Missing,
}

impl Kind {
    /// Looks at the file, following links.
    pub(super) fn of(path: &Path) -> Self {
        let Ok(metadata) = std::fs::metadata(path) else {
            return Self::Missing;
        };
        if !metadata.is_file() || !is_executable(&metadata) {
            return Self::Unusable;
        }
        let mut head = Vec::with_capacity(HEAD_BYTES);
        let read = File::open(path).and_then(|file| file.take(HEAD_BYTES as u64).read_to_end(&mut head));
        match read {
            Ok(_) => Self::of_head(&head),
            Err(_) => Self::Unusable,
        }
    }

    fn of_head(head: &[u8]) -> Self {
        if head.starts_with(b"#!") {
            return Self::Script;
        }
        let system = match head {
            [0x7f, b'E', b'L', b'F', ..] => "linux",
            [0xcf, 0xfa, 0xed, 0xfe, ..] => "macos",
            [0xca, 0xfe, 0xba, 0xbe, ..] if cfg!(target_os = "macos") => return Self::Native,
            _ => return Self::Unusable,
        };
        let processor = match system {
            "linux" => head.get(18..20).map(|machine| match machine {
                [62, 0] => "x86_64",
                [183, 0] => "aarch64",
                _ => "another",
            }),
            _ => head.get(4..8).map(|machine| match machine {
                [7, 0, 0, 1] => "x86_64",
                [12, 0, 0, 1] => "aarch64",
                _ => "another",
            }),
        };
        // Where we know no esbuild packages we do not know the numbers either: running it will tell.
        let is_ours = system == std::env::consts::OS && processor == Some(std::env::consts::ARCH);
        if is_ours || platform().is_none() {
            Self::Native
        } else {
            Self::Foreign
        }
    }
}

/// An ELF header names its machine at byte 18, a Mach-O header at byte 4.
const HEAD_BYTES: usize = 20;

#[cfg(unix)]
pub(super) fn is_executable(metadata: &std::fs::Metadata) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    metadata.permissions().mode() & 0o111 != 0
}

#[cfg(not(unix))]
pub(super) fn is_executable(_metadata: &std::fs::Metadata) -> bool {
    true
}

/// Asks the program itself for its version; `None` when it does not answer with one in time.
pub(super) async fn version(path: &Path) -> Option<Version> {
    let answer = tokio::process::Command::new(path)
        .arg("--version")
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .output();
    let output = tokio::time::timeout(Duration::from_millis(VERSION_MS_MAX), answer)
        .await
        .ok()?
        .ok()?;
    Version::parse(std::str::from_utf8(&output.stdout).ok()?)
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// The start of a binary that this machine would run.
    pub(in super::super) fn native_head() -> Vec<u8> {
        let mut head = vec![0; HEAD_BYTES];
        let arm = cfg!(target_arch = "aarch64");
        if cfg!(target_os = "macos") {
            head[..4].copy_from_slice(&[0xcf, 0xfa, 0xed, 0xfe]);
            head[4..8].copy_from_slice(&[if arm { 12 } else { 7 }, 0, 0, 1]);
        } else {
            head[..4].copy_from_slice(b"\x7fELF");
            head[18] = if arm { 183 } else { 62 };
        }
        head
    }

    #[test]
    fn the_first_bytes_tell_a_binary_from_a_script_and_from_another_machines() {
        assert_eq!(Kind::of_head(&native_head()), Kind::Native);
        assert_eq!(Kind::of_head(b"#!/usr/bin/env node\n"), Kind::Script);
        assert_eq!(Kind::of_head(b"MZ"), Kind::Unusable);
        assert_eq!(Kind::of_head(b""), Kind::Unusable);
        let mut foreign = native_head();
        foreign[if cfg!(target_os = "macos") { 4 } else { 18 }] = 3;
        assert_eq!(Kind::of_head(&foreign), Kind::Foreign);
        assert_eq!(Kind::of(Path::new("/nowhere/esbuild")), Kind::Missing);
        assert_eq!(Kind::of(Path::new("/")), Kind::Unusable);
    }
}
