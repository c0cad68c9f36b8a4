//! Our own copy of esbuild: where it lies, and how it gets there whole.
//!
//! A program is in the cache only after its package was verified, and appears there in one step: whoever starts
//! at the same time sees none or a complete one, and two writers write the same bytes.

use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};

use super::environment::Environment;
use super::failure::Failure;

/// The largest program we unpack, in bytes. esbuild 0.28 has 11 MB.
const PROGRAM_BYTES_MAX: u64 = 100 * 1024 * 1024;

/// The folder `partyrs` in `PARTYRS_CACHE` or in the user's cache folder; `None` when there is no home to have
/// one in.
pub(crate) fn folder(env: &Environment) -> Option<PathBuf> {
    let base = match env.path("PARTYRS_CACHE") {
        Some(named) => std::path::absolute(named).ok()?,
        None => user_cache(env)?,
    };
    Some(base.join("partyrs"))
}

fn user_cache(env: &Environment) -> Option<PathBuf> {
    let home = env.path("HOME");
    if cfg!(target_os = "macos") {
        return Some(home?.join("Library/Caches"));
    }
    // The XDG specification tells to ignore a relative path.
    env.path("XDG_CACHE_HOME")
        .filter(|named| named.is_absolute())
        .or_else(|| Some(home?.join(".cache")))
}

/// Where the program of `version` lies in the cache folder.
pub(super) fn program(folder: &Path, version: &str) -> PathBuf {
    folder.join(format!("esbuild-{version}")).join("esbuild")
}

/// Unpacks the program from a verified package to `program`. Blocks.
pub(super) fn install(package: &[u8], program: &Path) -> Result<(), Failure> {
    let bytes = unpack(package).map_err(Failure::Package)?;
    write(&bytes, program).map_err(|source| Failure::Disk {
        path: program.to_owned(),
        source,
    })
}

fn unpack(package: &[u8]) -> Result<Vec<u8>, String> {
    let mut archive = tar::Archive::new(flate2::read::GzDecoder::new(package));
    let entries = archive.entries().map_err(|error| error.to_string())?;
    for entry in entries {
        let entry = entry.map_err(|error| error.to_string())?;
        let path = entry.path().map_err(|error| error.to_string())?;
        if *path != *Path::new("package/bin/esbuild") || !entry.header().entry_type().is_file() {
            continue;
        }
        let mut bytes = Vec::new();
        entry
            .take(PROGRAM_BYTES_MAX + 1)
            .read_to_end(&mut bytes)
            .map_err(|error| error.to_string())?;
        if bytes.len() as u64 > PROGRAM_BYTES_MAX {
            return Err("its program is far too large".to_owned());
        }
        return Ok(bytes);
    }
    Err("it has no `bin/esbuild`".to_owned())
}

fn write(bytes: &[u8], program: &Path) -> std::io::Result<()> {
    let folder = program.parent().unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder)?;
    let mut file = tempfile::Builder::new().prefix(".esbuild-").tempfile_in(folder)?;
    file.write_all(bytes)?;
    make_executable(file.as_file())?;
    file.as_file().sync_all()?;
    file.persist(program).map_err(|error| error.error)?;
    Ok(())
}

#[cfg(unix)]
fn make_executable(file: &std::fs::File) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    file.set_permissions(std::fs::Permissions::from_mode(0o755))
}

#[cfg(not(unix))]
fn make_executable(_file: &std::fs::File) -> std::io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn env(variables: &[(&str, &str)]) -> Environment {
        variables.iter().copied().collect()
    }

    #[test]
    fn the_cache_is_where_the_user_or_the_platform_wants_it() {
        assert_eq!(
            folder(&env(&[("PARTYRS_CACHE", "/c"), ("HOME", "/h")])),
            Some("/c/partyrs".into())
        );
        assert_eq!(folder(&env(&[])), None);
        let of_home = if cfg!(target_os = "macos") {
            "/h/Library/Caches/partyrs"
        } else {
            "/h/.cache/partyrs"
        };
        assert_eq!(folder(&env(&[("HOME", "/h")])), Some(of_home.into()));
        if cfg!(target_os = "linux") {
            assert_eq!(
                folder(&env(&[("HOME", "/h"), ("XDG_CACHE_HOME", "/x")])),
                Some("/x/partyrs".into())
            );
        }
    }

    #[test]
    fn a_package_without_the_program_installs_nothing() {
        let place = tempfile::tempdir().unwrap();
        let program = place.path().join("esbuild-1.0.0/esbuild");
        let error = install(b"not a package", &program).unwrap_err();
        assert!(matches!(error, Failure::Package(_)), "{error:?}");
        assert!(!program.exists());
    }
}
