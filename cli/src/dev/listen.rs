//! The port of the session, taken before anything is built: `PARTYKIT_HOST` stands in the bundles.

use crate::error::{Error, ErrorKind};
use rustls::ServerConfig;
use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener};
use std::sync::Arc;

/// Where PartyKit projects are served unless they say otherwise.
pub(super) const DEFAULT_PORT: u16 = 1999;

/// How many ports after the default one are tried before the system may choose any.
const NEXT_PORTS: u16 = 100;

/// A bound port.
#[derive(Debug)]
pub(crate) struct Bound {
    pub(crate) listener: TcpListener,
    pub(crate) port: u16,
    /// What connections are secured with.
    pub(crate) tls: Option<Arc<ServerConfig>>,
    /// The port that would have been used if it were free.
    pub(crate) instead_of: Option<u16>,
}

impl Bound {
    /// How this machine reaches it: what `PARTYKIT_HOST` says.
    pub(super) fn authority(&self, host: IpAddr) -> String {
        let near = if host.is_unspecified() {
            IpAddr::V4(Ipv4Addr::LOCALHOST)
        } else {
            host
        };
        SocketAddr::new(near, self.port).to_string()
    }
}

/// Binds `port` of `host`, 0 meaning any; without one the default port or the next free one.
pub(crate) fn bind(host: IpAddr, port: Option<u16>) -> Result<Bound, Error> {
    let bound = match port {
        Some(port) => listen(host, port).map(|listener| (listener, None)),
        None => listen_near(host, DEFAULT_PORT),
    };
    let ready = bound.and_then(|(listener, instead_of)| {
        listener.set_nonblocking(true)?;
        let port = listener.local_addr()?.port();
        Ok(Bound {
            listener,
            port,
            tls: None,
            instead_of,
        })
    });
    ready.map_err(|source| not_bound(SocketAddr::new(host, port.unwrap_or(DEFAULT_PORT)), source))
}

fn listen_near(host: IpAddr, port: u16) -> io::Result<(TcpListener, Option<u16>)> {
    match listen(host, port) {
        Ok(listener) => return Ok((listener, None)),
        Err(error) if error.kind() != io::ErrorKind::AddrInUse => return Err(error),
        Err(_taken) => {}
    }
    let next = (port + 1..=port + NEXT_PORTS).find_map(|port| listen(host, port).ok());
    let listener = next.map_or_else(|| listen(host, 0), Ok)?;
    Ok((listener, Some(port)))
}

fn listen(host: IpAddr, port: u16) -> io::Result<TcpListener> {
    TcpListener::bind(SocketAddr::new(host, port))
}

fn not_bound(address: SocketAddr, source: io::Error) -> Error {
    let port = address.port();
    let (message, hint) = match source.kind() {
        io::ErrorKind::AddrInUse => (
            format!("port {port} is already in use"),
            "stop the other server, choose another port with `--port`, or have one chosen with `--port 0`",
        ),
        io::ErrorKind::PermissionDenied => (
            format!("may not listen on port {port}"),
            "ports below 1024 are for administrators: choose another one with `--port`",
        ),
        _ => (
            format!("cannot listen on `{address}`"),
            "is this an address of this machine?",
        ),
    };
    let error = Error::new(ErrorKind::Port, message).hint(hint);
    // "Already in use" needs no second time.
    if source.kind() == io::ErrorKind::AddrInUse {
        error
    } else {
        error.caused_by(source)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOCAL: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);

    #[test]
    fn a_taken_port_that_was_asked_for_is_an_error() {
        let first = bind(LOCAL, Some(0)).unwrap();
        let error = bind(LOCAL, Some(first.port)).unwrap_err();
        assert_eq!(
            error.to_string(),
            format!("port {} is already in use", first.port)
        );
        assert_eq!(error.kind, ErrorKind::Port);
    }

    #[test]
    fn a_taken_default_port_gives_another_one() {
        let first = bind(LOCAL, Some(0)).unwrap();
        let (second, instead_of) = listen_near(LOCAL, first.port.min(u16::MAX - NEXT_PORTS)).unwrap();
        assert_ne!(second.local_addr().unwrap().port(), first.port);
        assert!(instead_of.is_none_or(|port| port == first.port));
    }
}
