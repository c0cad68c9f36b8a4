//! What `--https` secures connections with: the user's certificate, or one made here for this machine's names. The
//! one made here is kept in the cache, so that a browser has to be told only once that it is good.

use crate::error::{Error, ErrorKind};
use rcgen::{CertificateParams, DnType, KeyPair};
use rustls::ServerConfig;
use rustls::pki_types::pem::{self, PemObject};
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use sha2::{Digest, Sha256};
use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

/// After how long a certificate of ours is made anew; it is good for a little longer than that. Browsers refuse what
/// is good for more than 398 days.
const RENEWED_AFTER: Duration = Duration::from_secs(300 * 24 * 60 * 60);

/// Which certificate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Https {
    /// One made here.
    Ours,
    /// The user's: key and certificates, PEM.
    Theirs {
        /// `--https-key-path`
        key: PathBuf,
        /// `--https-cert-path`
        certificate: PathBuf,
    },
}

/// The configuration of the server; `cache` is where our certificate is kept.
pub(super) fn server_config(https: &Https, cache: &Path) -> Result<Arc<ServerConfig>, Error> {
    let (key, certificate) = match https {
        Https::Ours => kept(&cache.join("https"), &names())?,
        Https::Theirs { key, certificate } => (key.clone(), certificate.clone()),
    };
    let chain = CertificateDer::pem_file_iter(&certificate)
        .and_then(Iterator::collect::<Result<Vec<_>, _>>)
        .map_err(|source| unusable("certificate", &certificate, cause(source)))?;
    if chain.is_empty() {
        return Err(unusable("certificate", &certificate, "there is none in it"));
    }
    let private =
        PrivateKeyDer::from_pem_file(&key).map_err(|source| unusable("key", &key, cause(source)))?;
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .and_then(|builder| builder.with_no_client_auth().with_single_cert(chain, private))
        .map_err(|source| {
            unusable("certificate", &certificate, source)
                .hint("the certificate and the key must belong together: both as PEM files")
        })?;
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(Arc::new(config))
}

/// The names and addresses this machine is reached by.
fn names() -> Vec<String> {
    let interfaces = if_addrs::get_if_addrs().unwrap_or_default();
    let mut addresses: Vec<IpAddr> = interfaces.iter().map(if_addrs::Interface::ip).collect();
    addresses.sort();
    addresses.dedup();
    let names = ["localhost", "127.0.0.1", "::1"].map(str::to_owned);
    let others = addresses.iter().map(ToString::to_string);
    let others: Vec<String> = others.filter(|address| !names.contains(address)).collect();
    names.into_iter().chain(others).collect()
}

/// The files of a certificate for `names` in `folder`: key and certificate, made when they are not there or old.
fn kept(folder: &Path, names: &[String]) -> Result<(PathBuf, PathBuf), Error> {
    let digest = Sha256::digest(names.join(" "));
    let digest: String = digest[..8].iter().map(|byte| format!("{byte:02x}")).collect();
    let (key, certificate) = (
        folder.join(format!("{digest}-key.pem")),
        folder.join(format!("{digest}.pem")),
    );
    let age = std::fs::metadata(&certificate)
        .and_then(|metadata| metadata.modified())
        .ok()
        .and_then(|made| SystemTime::now().duration_since(made).ok());
    if age.is_some_and(|age| age < RENEWED_AFTER) && key.is_file() {
        return Ok((key, certificate));
    }
    let (private, public) = make(names).map_err(|source| {
        Error::new(ErrorKind::Other, "cannot make a certificate")
            .hint("give your own with `--https-key-path` and `--https-cert-path`")
            .caused_by(source)
    })?;
    let written = std::fs::create_dir_all(folder)
        .and_then(|()| write_secret(&key, &private))
        .and_then(|()| std::fs::write(&certificate, public));
    written.map_err(|source| {
        Error::new(
            ErrorKind::Other,
            format!("cannot keep a certificate in `{}`", folder.display()),
        )
        .hint("name another folder with PARTYRS_CACHE, or give your own certificate")
        .caused_by(source)
    })?;
    Ok((key, certificate))
}

/// A key and its certificate, self-signed, as PEM.
fn make(names: &[String]) -> Result<(String, String), rcgen::Error> {
    let key = KeyPair::generate()?;
    let mut params = CertificateParams::new(names)?;
    params
        .distinguished_name
        .push(DnType::CommonName, "partyrs development");
    let now = SystemTime::now();
    // A day back, for clocks that differ.
    params.not_before = (now - Duration::from_secs(24 * 60 * 60)).into();
    params.not_after = (now + RENEWED_AFTER + Duration::from_secs(60 * 24 * 60 * 60)).into();
    let certificate = params.self_signed(&key)?;
    Ok((key.serialize_pem(), certificate.pem()))
}

fn write_secret(path: &Path, text: &str) -> std::io::Result<()> {
    use std::io::Write;
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)?.write_all(text.as_bytes())
}

/// Without what a reader of files says before what the system says.
fn cause(source: pem::Error) -> Box<dyn std::error::Error + Send + Sync> {
    match source {
        pem::Error::Io(source) => source.into(),
        other => other.into(),
    }
}

fn unusable(what: &str, path: &Path, source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Error {
    let message = format!("cannot use the {what} `{}` for https", path.display());
    Error::new(ErrorKind::Config, message)
        .hint("it must be a PEM file; leave both paths out for a certificate that is made here")
        .caused_by(source)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn our_certificate_is_made_once_and_usable() {
        let cache = tempfile::tempdir().unwrap();
        server_config(&Https::Ours, cache.path()).unwrap();
        let names = names();
        let (key, certificate) = kept(&cache.path().join("https"), &names).unwrap();
        let before = std::fs::read(&certificate).unwrap();
        server_config(&Https::Ours, cache.path()).unwrap();
        assert_eq!(std::fs::read(&certificate).unwrap(), before);
        let theirs = Https::Theirs {
            key: certificate.clone(),
            certificate: key,
        };
        let error = server_config(&theirs, cache.path()).unwrap_err();
        assert!(
            error.to_string().starts_with("cannot use the certificate `"),
            "{error}"
        );
    }
}
