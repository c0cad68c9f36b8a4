//! The npm registry that is configured for esbuild's packages: its address, login, proxy and certificates.
//!
//! Secrets stay inside: what this shows of an address never has a name or a password in it.

use std::fmt;
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use url::Url;

use super::environment::Environment;
use super::failure::Failure;
use super::npm_config::NpmConfig;

/// npm's own default.
const DEFAULT: &str = "https://registry.npmjs.org/";

/// How to reach the registry.
pub(super) struct Registry {
    url: Url,
    /// The `Authorization` header for this registry and no other.
    pub(super) authorization: Option<String>,
    pub(super) proxy: Option<ProxyRoute>,
    pub(super) trust: Trust,
}

/// The proxy to go through.
pub(super) struct ProxyRoute {
    pub(super) url: Url,
    /// Hosts that are reached without it, separated by commas.
    pub(super) except: Option<String>,
}

/// Which certificates are believed.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Trust {
    /// The system's store and these, each a PEM bundle.
    SystemAnd(Vec<Vec<u8>>),
    /// npm's `strict-ssl=false`: all. The pinned hash still decides what is run.
    Anything,
}

impl Registry {
    /// Reads the configuration for the project `root`.
    pub(super) fn configured(env: &Environment, root: &Path) -> Result<Self, Failure> {
        let config = NpmConfig::read(env, root);
        let (key, address) = match config.get("@esbuild:registry") {
            Some(address) => ("@esbuild:registry", address),
            None => ("registry", config.get("registry").unwrap_or(DEFAULT)),
        };
        let mut url = Url::parse(address).map_err(|error| {
            Failure::Setting(format!("npm's `{key}` is not the address of a registry: {error}"))
        })?;
        if !matches!(url.scheme(), "http" | "https") || url.host_str().is_none() {
            let message = format!("npm's `{key}` does not start with `https://` or `http://`");
            return Err(Failure::Setting(message));
        }
        if !url.path().ends_with('/') {
            url.set_path(&format!("{}/", url.path()));
        }
        url.set_query(None);
        url.set_fragment(None);
        Ok(Self {
            authorization: authorization(&config, &url),
            proxy: proxy(&config, env, &url)?,
            trust: trust(&config, env)?,
            url,
        })
    }

    /// The address of a platform's package.
    pub(super) fn tarball(&self, platform: &str, version: &str) -> Result<Url, Failure> {
        let path = format!("@esbuild/{platform}/-/{platform}-{version}.tgz");
        self.url
            .join(&path)
            .map_err(|error| Failure::Setting(format!("npm's `registry` cannot be used: {error}")))
    }

    /// Who is talked to first, in words.
    pub(super) fn peer(&self) -> String {
        match &self.proxy {
            Some(proxy) if !proxy.spares(&self.url) => format!("the proxy `{}`", host(&proxy.url)),
            _ => format!("the registry `{}`", host(&self.url)),
        }
    }

    /// A line about the request for `url`.
    pub(super) fn asked(&self, url: &Url) -> String {
        let through = match &self.proxy {
            Some(proxy) if !proxy.spares(&self.url) => format!(", through the proxy `{}`", host(&proxy.url)),
            _ => String::new(),
        };
        format!("`{}`{through}: not to be had", without_secrets(url))
    }
}

impl ProxyRoute {
    /// Whether `url` is reached without the proxy; for what is said only, the client decides by the same list.
    fn spares(&self, url: &Url) -> bool {
        let target = url.host_str().unwrap_or_default();
        let mut except = self.except.iter().flat_map(|list| list.split(',')).map(str::trim);
        except.any(|entry| {
            let name = entry.trim_start_matches('.');
            let is_below = target
                .strip_suffix(name)
                .is_some_and(|rest| rest.is_empty() || rest.ends_with('.'));
            entry == "*" || (!name.is_empty() && is_below)
        })
    }
}

/// Finds the login whose key is a beginning of the registry's address, the longest first:
/// `//host/path/:_authToken`, `//host/path:_authToken`, `//host/:_authToken`, …
fn authorization(config: &NpmConfig, url: &Url) -> Option<String> {
    let mut place = format!("//{}{}", host(url), url.path());
    while place.len() > "//".len() {
        if let Some(header) = authorization_at(config, &place) {
            return Some(header);
        }
        match place.strip_suffix('/') {
            Some(shorter) => place.truncate(shorter.len()),
            None => place.truncate(place.rfind('/')? + 1),
        }
    }
    None
}

fn authorization_at(config: &NpmConfig, place: &str) -> Option<String> {
    let get = |name: &str| config.get(&format!("{place}:{name}"));
    if let Some(token) = get("_authToken") {
        return Some(format!("Bearer {token}"));
    }
    if let (Some(name), Some(password)) = (get("username"), get("_password")) {
        let password = String::from_utf8(BASE64.decode(password).ok()?).ok()?;
        return Some(format!("Basic {}", BASE64.encode(format!("{name}:{password}"))));
    }
    get("_auth").map(|both| format!("Basic {both}"))
}

fn proxy(config: &NpmConfig, env: &Environment, url: &Url) -> Result<Option<ProxyRoute>, Failure> {
    let is_https = url.scheme() == "https";
    let configured = config.get("https-proxy").filter(|_| is_https);
    let (setting, address) = match configured.or_else(|| config.get("proxy")) {
        Some("false") => return Ok(None),
        Some(address) => ("proxy", Some(address)),
        None => ("HTTPS_PROXY", env.first_text(proxy_variables(is_https))),
    };
    let Some(address) = address else {
        return Ok(None);
    };
    let whole = match address.contains("://") {
        true => address.to_owned(),
        false => format!("http://{address}"),
    };
    let url = Url::parse(&whole)
        .ok()
        .filter(|url| matches!(url.scheme(), "http" | "https") && url.host_str().is_some())
        .ok_or_else(|| {
            Failure::Setting(format!(
                "the proxy in npm's or the environment's `{setting}` is not an `http://` address"
            ))
        })?;
    let except = config
        .get("noproxy")
        .or_else(|| env.first_text(&["NO_PROXY", "no_proxy"]))
        .map(str::to_owned);
    Ok(Some(ProxyRoute { url, except }))
}

fn proxy_variables(is_https: bool) -> &'static [&'static str] {
    const ALL: &[&str] = &[
        "HTTPS_PROXY",
        "https_proxy",
        "HTTP_PROXY",
        "http_proxy",
        "ALL_PROXY",
        "all_proxy",
    ];
    if is_https { ALL } else { &ALL[2..] }
}

fn trust(config: &NpmConfig, env: &Environment) -> Result<Trust, Failure> {
    if config.get("strict-ssl") == Some("false") {
        return Ok(Trust::Anything);
    }
    let mut bundles = Vec::new();
    let files = [
        ("cafile", config.path("cafile")),
        ("NODE_EXTRA_CA_CERTS", env.path("NODE_EXTRA_CA_CERTS")),
    ];
    for (setting, path) in files {
        let Some(path) = path else { continue };
        let bundle = std::fs::read(&path).map_err(|error| {
            Failure::Setting(format!(
                "`{}`, named by `{setting}`, cannot be read: {error}",
                path.display()
            ))
        })?;
        bundles.push(bundle);
    }
    // Unquoted, npm has the line ends of a certificate as `\n`.
    bundles.extend(
        config
            .all("ca")
            .iter()
            .map(|ca| ca.replace("\\n", "\n").into_bytes()),
    );
    Ok(Trust::SystemAnd(bundles))
}

/// `host` or `host:port`, as in the keys of a login.
fn host(url: &Url) -> String {
    let name = url.host_str().unwrap_or_default();
    match url.port() {
        Some(port) => format!("{name}:{port}"),
        None => name.to_owned(),
    }
}

fn without_secrets(url: &Url) -> String {
    let mut shown = url.clone();
    // Neither can fail for an address with a host.
    let _ = shown.set_username("");
    let _ = shown.set_password(None);
    shown.into()
}

impl fmt::Debug for Registry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&without_secrets(&self.url))
    }
}

#[cfg(test)]
mod tests;
