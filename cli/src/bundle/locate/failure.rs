//! Why esbuild could not be fetched, in words, each with the way out that fits it.
//!
//! The HTTP client tells a cause only by the errors inside its error; this is the one place that reads them.

use std::error::Error as StdError;
use std::io;
use std::path::PathBuf;

use reqwest::StatusCode;

/// Why fetching failed. `peer` is who was talked to, in words that name it.
#[derive(Debug)]
pub(super) enum Failure {
    NoCache,
    NoPin,
    /// A setting of npm's cannot be used; the text names it.
    Setting(String),
    Unresolved {
        peer: String,
    },
    Refused {
        peer: String,
    },
    Unreachable {
        peer: String,
    },
    TimedOut {
        peer: String,
    },
    Tls {
        peer: String,
        cause: TlsCause,
    },
    Proxy {
        peer: String,
        cause: String,
    },
    Status {
        status: StatusCode,
        authorized: bool,
    },
    TooLarge,
    /// Any other trouble on the way.
    Network(String),
    Mismatch {
        found: String,
        pinned: String,
        looks_like: &'static str,
    },
    /// The verified package cannot be unpacked.
    Package(String),
    Disk {
        path: PathBuf,
        source: io::Error,
    },
}

/// What is wrong with a TLS connection.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum TlsCause {
    UnknownAuthority,
    /// Anything else, in the library's words.
    Other(String),
}

const INSTALL: &str = "install it in the project with `npm i -D esbuild`, or name a program with `--esbuild PATH` \
                       or `PARTYRS_ESBUILD`";
const REGISTRY: &str = "check `registry`, `@esbuild:registry`, `https-proxy` and `noproxy` in .npmrc, and the \
                        variables `HTTPS_PROXY` and `NO_PROXY`";

impl Failure {
    /// Reads the cause out of the client's error.
    pub(super) fn of_request(error: &reqwest::Error, peer: &str) -> Self {
        let peer = peer.to_owned();
        let mut innermost = error.to_string();
        let mut next: Option<&(dyn StdError + 'static)> = error.source();
        while let Some(cause) = next {
            if let Some(known) = Self::known(cause, &peer) {
                return known;
            }
            innermost = cause.to_string();
            next = inner(cause);
        }
        if error.is_timeout() {
            return Self::TimedOut { peer };
        }
        Self::Network(format!("talking to {peer}: {innermost}"))
    }

    fn known(cause: &(dyn StdError + 'static), peer: &str) -> Option<Self> {
        let peer = peer.to_owned();
        if let Some(tls) = cause.downcast_ref::<rustls::Error>() {
            let cause = TlsCause::of(tls);
            return Some(Self::Tls { peer, cause });
        }
        if let Some(io) = cause.downcast_ref::<io::Error>() {
            return match io.kind() {
                io::ErrorKind::ConnectionRefused => Some(Self::Refused { peer }),
                io::ErrorKind::TimedOut => Some(Self::TimedOut { peer }),
                io::ErrorKind::NetworkUnreachable | io::ErrorKind::HostUnreachable => {
                    Some(Self::Unreachable { peer })
                }
                _ => None,
            };
        }
        let text = cause.to_string();
        if text.starts_with("dns error") {
            return Some(Self::Unresolved { peer });
        }
        let tunnel = text.strip_prefix("tunnel error: ")?;
        (tunnel != "failed to create underlying connection").then(|| Self::Proxy {
            peer,
            cause: match tunnel {
                "proxy authorization required" => "asks for a name and a password".to_owned(),
                "unsuccessful" => "does not let the connection through".to_owned(),
                other => format!("does not work as one: {other}"),
            },
        })
    }

    /// Whether trying once more may help.
    pub(super) fn may_pass(&self) -> bool {
        match self {
            Self::Unresolved { .. }
            | Self::Refused { .. }
            | Self::Unreachable { .. }
            | Self::TimedOut { .. }
            | Self::Network(_) => true,
            Self::Status { status, .. } => {
                status.is_server_error() || *status == StatusCode::TOO_MANY_REQUESTS
            }
            Self::NoCache
            | Self::NoPin
            | Self::Setting(_)
            | Self::Tls { .. }
            | Self::Proxy { .. }
            | Self::TooLarge
            | Self::Mismatch { .. }
            | Self::Package(_)
            | Self::Disk { .. } => false,
        }
    }

    /// What happened, as a fragment.
    pub(super) fn words(&self) -> String {
        match self {
            Self::NoCache => "there is no folder to keep it in".to_owned(),
            Self::NoPin => "there is no pinned package for this system and processor".to_owned(),
            Self::Setting(message) | Self::Network(message) => message.clone(),
            Self::Unresolved { peer } => format!("the name of {peer} does not resolve"),
            Self::Refused { peer } => format!("{peer} refuses connections"),
            Self::Unreachable { peer } => format!("there is no network on which to reach {peer}"),
            Self::TimedOut { peer } => format!("{peer} did not answer in time"),
            Self::Tls { peer, cause } => match cause {
                TlsCause::UnknownAuthority => {
                    format!("the certificate of {peer} is from an authority this machine does not know")
                }
                TlsCause::Other(words) => format!("no TLS connection to {peer}: {words}"),
            },
            Self::Proxy { peer, cause } => format!("{peer} {cause}"),
            Self::Status { status, .. } => format!("the registry answered {status}"),
            Self::TooLarge => "the package is far larger than esbuild's".to_owned(),
            Self::Mismatch {
                found,
                pinned,
                looks_like,
            } => format!(
                "the package is NOT the one that was published{looks_like}: its hash is `{found}`, not the pinned \
                 `{pinned}`; nothing of it was kept"
            ),
            Self::Package(cause) => format!("the package cannot be unpacked: {cause}"),
            Self::Disk { path, source } => format!("`{}` cannot be written: {source}", path.display()),
        }
    }

    /// How to go on.
    pub(super) fn hint(&self) -> String {
        let fitting = match self {
            Self::NoCache => "set `HOME` or `PARTYRS_CACHE` to a folder that can be written",
            Self::NoPin | Self::Package(_) => return INSTALL.to_owned(),
            Self::Setting(_) => "correct that setting",
            Self::Unresolved { .. } | Self::Unreachable { .. } => "connect to the network once, or",
            Self::Refused { .. } | Self::TimedOut { .. } | Self::Network(_) | Self::TooLarge => REGISTRY,
            Self::Tls {
                cause: TlsCause::UnknownAuthority,
                ..
            } => {
                "name your network's certificate authority with `cafile` in .npmrc, `NODE_EXTRA_CA_CERTS` or \
                 `SSL_CERT_FILE`"
            }
            Self::Tls { .. } => "check the clock, the registry's address and whether a proxy is between",
            Self::Proxy { .. } => {
                "check `https-proxy` in .npmrc or `HTTPS_PROXY` (as `http://name:password@host:port`)"
            }
            Self::Status { status, authorized } => status_hint(*status, *authorized),
            Self::Mismatch { .. } => {
                "do not trust that registry or the proxy before it until you know why; a login page of the network \
                 is the harmless case"
            }
            Self::Disk { .. } => "make that folder writable, or set `PARTYRS_CACHE` to one that is",
        };
        match self {
            Self::Unresolved { .. } | Self::Unreachable { .. } => format!("{fitting} {INSTALL}; {REGISTRY}"),
            _ => format!("{fitting}; or {INSTALL}"),
        }
    }
}

fn status_hint(status: StatusCode, authorized: bool) -> &'static str {
    match (status.as_u16(), authorized) {
        (401 | 403, false) => {
            "the registry wants a login and .npmrc has none for it: run `npm login`, or set `//<host>/:_authToken`"
        }
        (401 | 403, true) => "the login for this registry in .npmrc is not accepted: run `npm login` again",
        (404, _) => {
            "the registry does not carry this package: set `@esbuild:registry` in .npmrc to one that does"
        }
        (407, _) => "the proxy wants a login: set `https-proxy` to `http://name:password@host:port`",
        _ => REGISTRY,
    }
}

impl TlsCause {
    fn of(error: &rustls::Error) -> Self {
        match error {
            rustls::Error::InvalidCertificate(rustls::CertificateError::UnknownIssuer) => {
                Self::UnknownAuthority
            }
            other => Self::Other(other.to_string()),
        }
    }
}

/// The next cause. An `io::Error` that wraps another error shows that error's source as its own, and would hide it.
fn inner<'a>(cause: &'a (dyn StdError + 'static)) -> Option<&'a (dyn StdError + 'static)> {
    match cause.downcast_ref::<io::Error>().and_then(io::Error::get_ref) {
        Some(wrapped) => Some(wrapped),
        None => cause.source(),
    }
}
