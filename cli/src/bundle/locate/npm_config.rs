//! npm's configuration, as npm itself would read it for this project: variables, then the project's, the user's and
//! the machine's `.npmrc`.
//!
//! Knows where values come from and how they are written, not what they mean. Missing files are no error.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use super::environment::Environment;

mod ini;

/// Values by key, the strongest source first.
#[derive(Debug)]
pub(super) struct NpmConfig {
    layers: Vec<HashMap<String, Vec<String>>>,
    home: Option<PathBuf>,
    root: PathBuf,
}

impl NpmConfig {
    /// Reads everything that applies to the project `root`.
    pub(super) fn read(env: &Environment, root: &Path) -> Self {
        let mut config = Self {
            layers: vec![of_environment(env)],
            home: env.path("HOME"),
            root: root.to_owned(),
        };
        // Before the project's file is read: only a variable may move the user's.
        let user = config
            .path("userconfig")
            .or_else(|| Some(config.home.as_ref()?.join(".npmrc")));
        if let Some(folder) = project_folder(root) {
            config.add(env, &folder.join(".npmrc"));
        }
        if let Some(user) = user {
            config.add(env, &user);
        }
        if let Some(global) = config.global_file(env) {
            config.add(env, &global);
        }
        config
    }

    /// The strongest value of `key`; `null` and an empty one count as unset.
    pub(super) fn get(&self, key: &str) -> Option<&str> {
        let value = self.all(key).last()?;
        (!value.is_empty() && value != "null" && value != "undefined").then_some(value)
    }

    /// The values of a key that may have many (`ca[]`), of the strongest source that has any.
    pub(super) fn all(&self, key: &str) -> &[String] {
        let found = self.layers.iter().find_map(|layer| layer.get(key));
        found.map_or(&[], Vec::as_slice)
    }

    /// A value that is a path: `~/` is the home folder, others start at the project.
    pub(super) fn path(&self, key: &str) -> Option<PathBuf> {
        let value = self.get(key)?;
        match (value.strip_prefix("~/"), &self.home) {
            (Some(rest), Some(home)) => Some(home.join(rest)),
            _ => Some(self.root.join(value)),
        }
    }

    fn add(&mut self, env: &Environment, file: &Path) {
        if let Ok(text) = std::fs::read_to_string(file) {
            self.layers.push(ini::parse(&text, env));
        }
    }

    /// `<prefix>/etc/npmrc`, where the prefix is the folder Node was installed to unless it is set.
    fn global_file(&self, env: &Environment) -> Option<PathBuf> {
        if let Some(file) = self.path("globalconfig") {
            return Some(file);
        }
        let prefix = self
            .path("prefix")
            .or_else(|| env.path("PREFIX"))
            .or_else(|| prefix_of_node(env))?;
        Some(prefix.join("etc/npmrc"))
    }
}

/// `npm_config_https_proxy=…` is the key `https-proxy`; case does not matter, except in keys of a registry.
fn of_environment(env: &Environment) -> HashMap<String, Vec<String>> {
    let mut values = HashMap::new();
    for (name, value) in env.iter_text() {
        let is_npm = name
            .get(..PREFIX.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(PREFIX));
        let key = name.get(PREFIX.len()..).unwrap_or_default();
        let Some(first) = key.chars().next().filter(|_| is_npm && !value.is_empty()) else {
            continue;
        };
        let key = if key.starts_with("//") {
            key.to_owned()
        } else {
            // A leading `_`, as in `_auth`, stays.
            let rest = key[first.len_utf8()..].replace('_', "-");
            format!("{first}{rest}").to_ascii_lowercase()
        };
        values.insert(key, vec![value.to_owned()]);
    }
    values
}

const PREFIX: &str = "npm_config_";

/// The folder whose `.npmrc` is the project's: the nearest with a `package.json` or `node_modules`, or the
/// workspace root above it.
fn project_folder(root: &Path) -> Option<PathBuf> {
    let root = std::path::absolute(root).ok()?;
    let nearest = root
        .ancestors()
        .find(|folder| folder.join("package.json").is_file() || folder.join("node_modules").is_dir())?;
    let workspace = nearest
        .ancestors()
        .skip(1)
        .find(|folder| is_workspace_root(folder));
    Some(workspace.unwrap_or(nearest).to_owned())
}

fn is_workspace_root(folder: &Path) -> bool {
    if folder.join("pnpm-workspace.yaml").is_file() {
        return true;
    }
    std::fs::read_to_string(folder.join("package.json"))
        .ok()
        .and_then(|text| serde_json::from_str::<serde_json::Value>(&text).ok())
        .is_some_and(|json| json.get("workspaces").is_some())
}

fn prefix_of_node(env: &Environment) -> Option<PathBuf> {
    let node = std::env::split_paths(env.os("PATH")?)
        .map(|folder| folder.join("node"))
        .find(|node| node.is_file())?;
    let real = std::fs::canonicalize(node).ok()?;
    Some(real.parent()?.parent()?.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(files: &[(&str, &str)]) -> tempfile::TempDir {
        let place = tempfile::tempdir().unwrap();
        for (path, text) in files {
            let path = place.path().join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        place
    }

    fn env(place: &Path, more: &[(&str, &str)]) -> Environment {
        let home = place.join("home").display().to_string();
        let prefix = place.join("prefix").display().to_string();
        let base = [("HOME", home.as_str()), ("PREFIX", prefix.as_str())];
        base.iter().chain(more).copied().collect()
    }

    #[test]
    fn variables_beat_the_project_beats_the_user_beats_the_machine() {
        let place = tree(&[
            ("project/package.json", "{}"),
            ("project/.npmrc", "a=project\nb=project\n"),
            ("home/.npmrc", "a=user\nb=user\nc=user\n"),
            ("prefix/etc/npmrc", "a=machine\nb=machine\nc=machine\nd=machine\n"),
        ]);
        let env = env(place.path(), &[("NPM_CONFIG_A", "variable")]);
        let config = NpmConfig::read(&env, &place.path().join("project"));
        let values = ["a", "b", "c", "d", "e"].map(|key| config.get(key));
        assert_eq!(
            values,
            [
                Some("variable"),
                Some("project"),
                Some("user"),
                Some("machine"),
                None
            ]
        );
    }

    #[test]
    fn the_workspace_root_has_the_projects_npmrc() {
        let place = tree(&[
            ("package.json", r#"{"workspaces":["packages/*"]}"#),
            (".npmrc", "registry=http://workspace.invalid/"),
            ("packages/game/package.json", "{}"),
            ("packages/game/.npmrc", "registry=http://ignored.invalid/"),
        ]);
        let config = NpmConfig::read(&env(place.path(), &[]), &place.path().join("packages/game"));
        assert_eq!(config.get("registry"), Some("http://workspace.invalid/"));
    }

    #[test]
    fn variables_name_keys_as_npm_reads_them() {
        let place = tree(&[(
            "elsewhere/rc",
            "proxy=null\nca[]=one\nca[]=two\ncafile=~/ca.pem\n",
        )]);
        let file = place.path().join("elsewhere/rc").display().to_string();
        let env = env(
            place.path(),
            &[
                ("npm_config_userconfig", &file),
                ("npm_config_strict_ssl", "false"),
                ("NPM_CONFIG__AUTH", "xyz"),
                ("npm_config_//host.invalid/:_authToken", "Token"),
                ("npm_config_registry", ""),
            ],
        );
        let config = NpmConfig::read(&env, place.path());
        assert_eq!(config.get("strict-ssl"), Some("false"));
        assert_eq!(config.get("_auth"), Some("xyz"));
        assert_eq!(config.get("//host.invalid/:_authToken"), Some("Token"));
        assert_eq!(config.get("registry"), None);
        assert_eq!(config.get("proxy"), None);
        assert_eq!(config.all("ca"), ["one", "two"]);
        assert_eq!(config.path("cafile"), Some(place.path().join("home/ca.pem")));
    }
}
