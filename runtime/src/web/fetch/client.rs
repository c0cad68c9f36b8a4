//! The HTTP client behind `fetch`: made when the first room fetches, shared by all, with the certificates of the
//! system (`SSL_CERT_FILE` and `SSL_CERT_DIR` included). Knows no cookies and follows no redirects by itself.

use reqwest::Client;
use reqwest::redirect::Policy;
use rustls::{ClientConfig, RootCertStore};
use std::sync::{Arc, OnceLock};

/// One for the process; rooms share its connections.
#[derive(Default)]
pub(crate) struct FetchClient {
    made: OnceLock<Result<Client, String>>,
}

impl FetchClient {
    /// The client, or why there can be none.
    pub(crate) fn get(&self) -> Result<&Client, String> {
        let made = self
            .made
            .get_or_init(|| make().map_err(|error| format!("fetch failed: no HTTP client: {error}")));
        made.as_ref().map_err(Clone::clone)
    }
}

fn make() -> Result<Client, Box<dyn std::error::Error>> {
    let mut roots = RootCertStore::empty();
    // A certificate that cannot be read is one fewer to trust; none at all fails the first https request.
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let tls = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_root_certificates(roots)
        .with_no_client_auth();
    let client = Client::builder()
        .tls_backend_preconfigured(tls)
        .redirect(Policy::none());
    Ok(client.build()?)
}
