//! Where a project is served, and the URLs that lead there.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

/// Where a project is served.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Site {
    /// `http` or `https`.
    pub(crate) scheme: &'static str,
    /// What is listened on.
    pub(crate) address: SocketAddr,
}

impl Site {
    /// The URL at the address `ip` of this machine.
    pub(super) fn url(self, ip: IpAddr) -> String {
        format!("{}://{}", self.scheme, SocketAddr::new(ip, self.address.port()))
    }

    /// The URL for programs on this machine.
    pub(crate) fn near(self) -> String {
        let ip = self.address.ip();
        self.url(if ip.is_unspecified() {
            IpAddr::V4(Ipv4Addr::LOCALHOST)
        } else {
            ip
        })
    }

    /// The URL for browsers on this machine, which trust `localhost` more than its address.
    pub(crate) fn local(self) -> String {
        let ip = self.address.ip();
        if ip.is_unspecified() || ip.is_loopback() {
            format!("{}://localhost:{}", self.scheme, self.address.port())
        } else {
            self.url(ip)
        }
    }
}
