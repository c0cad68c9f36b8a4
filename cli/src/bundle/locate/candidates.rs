//! Where package managers put esbuild: the package folders worth a look, nearest first.
//!
//! npm and yarn hoist it to any `node_modules` above the project or nest it below its dependants, pnpm keeps it in
//! a store beside its dependants, and yarn without `node_modules` unpacks it under `.yarn`. Only lists folders:
//! whether one holds a program we can use is decided by `locate`.

use std::path::{Path, PathBuf};

use super::version::Version;

/// The folders that `esbuild` or `@esbuild/<platform>` may have been installed to for the project `root`, found
/// as late as possible: the usual places cost two look-ups.
pub(super) fn packages<'a>(root: &'a Path, platform: &'a str) -> impl Iterator<Item = PathBuf> + 'a {
    root.ancestors()
        .flat_map(move |folder| in_folder(folder, platform))
}

/// The two packages that bring a binary, for `esbuild` itself at `package`: it, and what is installed for it.
pub(super) fn of_esbuild(package: &Path, platform: &str) -> Vec<PathBuf> {
    let mut packages = vec![
        package.to_owned(),
        package.join("node_modules/@esbuild").join(platform),
    ];
    if let Some(modules) = package.parent() {
        packages.push(modules.join("@esbuild").join(platform));
    }
    packages
}

fn in_folder<'a>(folder: &'a Path, platform: &'a str) -> impl Iterator<Item = PathBuf> + 'a {
    type Step = fn(&Path, &str) -> Vec<PathBuf>;
    const STEPS: [Step; 4] = [hoisted, of_partykit, in_pnpm_store, nested];
    let modules = folder.join("node_modules");
    let steps = if modules.is_dir() { &STEPS[..] } else { &[] };
    steps
        .iter()
        .flat_map(move |step| step(&modules, platform))
        .chain(std::iter::once_with(move || unplugged(folder, platform)).flatten())
}

fn hoisted(modules: &Path, platform: &str) -> Vec<PathBuf> {
    let mut packages = vec![modules.join("@esbuild").join(platform)];
    if let Some(esbuild) = resolved(&modules.join("esbuild")) {
        packages.extend(of_esbuild(&esbuild, platform));
    }
    packages
}

/// The copy that `partykit` brings, nested in it or, in pnpm's store, beside it.
fn of_partykit(modules: &Path, platform: &str) -> Vec<PathBuf> {
    let Some(partykit) = resolved(&modules.join("partykit")) else {
        return Vec::new();
    };
    let mut packages = hoisted(&partykit.join("node_modules"), platform);
    if let Some(beside) = partykit.parent().filter(|beside| *beside != modules) {
        packages.extend(hoisted(beside, platform));
    }
    packages
}

/// `.pnpm/@esbuild+linux-x64@0.28.2/node_modules/@esbuild/linux-x64`, the newest first.
fn in_pnpm_store(modules: &Path, platform: &str) -> Vec<PathBuf> {
    let store = modules.join(".pnpm");
    let mut versions: Vec<_> = names(&store)
        .into_iter()
        .filter_map(|name| {
            let version = name.strip_prefix(&format!("@esbuild+{platform}@"))?;
            let version = Version::parse(version.split(['_', '(']).next()?)?;
            Some((version, name))
        })
        .collect();
    versions.sort_by(|one, other| other.cmp(one));
    versions
        .into_iter()
        .map(|(_, name)| store.join(name).join("node_modules/@esbuild").join(platform))
        .collect()
}

/// The copies of other dependants, such as a bundler's: `node_modules/vite/node_modules/…`.
fn nested(modules: &Path, platform: &str) -> Vec<PathBuf> {
    let mut dependants = Vec::new();
    for name in names(modules) {
        if name.starts_with('@') {
            let scope = modules.join(&name);
            dependants.extend(names(&scope).into_iter().map(|name| scope.join(name)));
        } else if !name.starts_with('.') {
            dependants.push(modules.join(name));
        }
    }
    dependants
        .into_iter()
        .map(|dependant| dependant.join("node_modules"))
        .filter(|inner| inner.is_dir())
        .flat_map(|inner| hoisted(&inner, platform))
        .collect()
}

/// yarn without `node_modules`: `.yarn/unplugged/@esbuild-linux-x64-npm-0.28.2-<hash>/node_modules/…`.
fn unplugged(folder: &Path, platform: &str) -> Vec<PathBuf> {
    let store = folder.join(".yarn/unplugged");
    let prefix = format!("@esbuild-{platform}-npm-");
    names(&store)
        .into_iter()
        .filter(|name| name.starts_with(&prefix))
        .map(|name| store.join(name).join("node_modules/@esbuild").join(platform))
        .collect()
}

/// The real place of a folder that may be a link; `None` when it is not there.
fn resolved(package: &Path) -> Option<PathBuf> {
    std::fs::canonicalize(package).ok()
}

/// The names in a folder, in order, so that the same tree gives the same answer on every machine.
fn names(folder: &Path) -> Vec<String> {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return Vec::new();
    };
    let mut names: Vec<_> = entries
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .collect();
    names.sort();
    names
}
