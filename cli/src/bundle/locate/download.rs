//! One request to the registry, and the check that decides whether its answer counts.
//!
//! The package is held in memory until its hash is right; nothing unverified reaches the disk.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use reqwest::header::{AUTHORIZATION, CONTENT_LENGTH, HeaderValue};
use reqwest::{Client, NoProxy, Proxy, StatusCode};
use sha2::{Digest as _, Sha512};
use url::Url;

use super::failure::Failure;
use super::registry::Registry;
use super::tls;

/// The largest package we take, in bytes. esbuild 0.28's have 5 MB.
const PACKAGE_BYTES_MAX: usize = 32 * 1024 * 1024;
/// A connection takes this long at most.
const CONNECT_MS_MAX: u64 = 10_000;
/// A silence of the other side in the midst of the answer lasts this long at most.
const SILENCE_MS_MAX: u64 = 30_000;
/// All of it takes this long at most: 5 MB at 20 KB/s.
const WHOLE_MS_MAX: u64 = 300_000;
/// How long we wait before the second try.
const RETRY_MS: u64 = 500;

/// Fetches the package at `url`, a second time when the network fails, and checks it against `integrity`.
pub(super) async fn verified(registry: &Registry, url: Url, integrity: &str) -> Result<Vec<u8>, Failure> {
    let client = client(registry)?;
    let package = match fetch(&client, registry, url.clone()).await {
        Err(failure) if failure.may_pass() => {
            tokio::time::sleep(Duration::from_millis(RETRY_MS)).await;
            fetch(&client, registry, url).await?
        }
        first => first?,
    };
    check(package, integrity)
}

fn client(registry: &Registry) -> Result<Client, Failure> {
    let mut builder = Client::builder()
        .user_agent(concat!("partyrs/", env!("CARGO_PKG_VERSION")))
        .connect_timeout(Duration::from_millis(CONNECT_MS_MAX))
        .read_timeout(Duration::from_millis(SILENCE_MS_MAX))
        .timeout(Duration::from_millis(WHOLE_MS_MAX))
        .tls_backend_preconfigured(tls::client_config(&registry.trust)?)
        // Some registries call a .tgz an encoded .tar; the hash is of what was published.
        .no_gzip()
        .no_brotli()
        // Only the proxy that was configured: `registry` has read the environment.
        .no_proxy();
    if let Some(route) = &registry.proxy {
        let proxy = Proxy::all(route.url.as_str())
            .map_err(|error| Failure::Setting(format!("the proxy cannot be used: {error}")))?;
        builder = builder.proxy(proxy.no_proxy(route.except.as_deref().and_then(NoProxy::from_string)));
    }
    builder
        .build()
        .map_err(|error| Failure::of_request(&error, &registry.peer()))
}

async fn fetch(client: &Client, registry: &Registry, url: Url) -> Result<Vec<u8>, Failure> {
    let failed = |error: reqwest::Error| Failure::of_request(&error.without_url(), &registry.peer());
    let mut request = client.get(url);
    // The client leaves the login out when it is sent on to another host.
    if let Some(login) = &registry.authorization {
        let mut login = HeaderValue::from_str(login).map_err(|_| {
            Failure::Setting("npm's login for the registry has characters a header cannot have".to_owned())
        })?;
        login.set_sensitive(true);
        request = request.header(AUTHORIZATION, login);
    }
    let mut response = request.send().await.map_err(failed)?;
    if response.status() != StatusCode::OK {
        return Err(Failure::Status {
            status: response.status(),
            authorized: registry.authorization.is_some(),
        });
    }
    let announced = response
        .headers()
        .get(CONTENT_LENGTH)
        .and_then(|length| length.to_str().ok()?.parse::<usize>().ok());
    if announced.is_some_and(|bytes| bytes > PACKAGE_BYTES_MAX) {
        return Err(Failure::TooLarge);
    }
    let mut package = Vec::with_capacity(announced.unwrap_or_default());
    while let Some(chunk) = response.chunk().await.map_err(failed)? {
        if package.len() + chunk.len() > PACKAGE_BYTES_MAX {
            return Err(Failure::TooLarge);
        }
        package.extend_from_slice(&chunk);
    }
    Ok(package)
}

fn check(package: Vec<u8>, integrity: &str) -> Result<Vec<u8>, Failure> {
    let found = format!("sha512-{}", BASE64.encode(Sha512::digest(&package)));
    if found == integrity {
        return Ok(package);
    }
    let is_gzip = package.starts_with(&[0x1f, 0x8b]);
    Err(Failure::Mismatch {
        found,
        pinned: integrity.to_owned(),
        looks_like: if is_gzip {
            ""
        } else {
            " (it is not even an archive)"
        },
    })
}
