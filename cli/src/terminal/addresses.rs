//! Under which addresses a server can be reached.

use std::net::{IpAddr, Ipv4Addr};

/// The addresses that lead to a server bound to `bound`: for "any", one per IPv4 interface, this machine first.
pub(super) fn reachable(bound: IpAddr) -> Vec<IpAddr> {
    if !bound.is_unspecified() {
        return vec![bound];
    }
    let interfaces = if_addrs::get_if_addrs().unwrap_or_default();
    sorted(
        interfaces
            .iter()
            .map(if_addrs::Interface::ip)
            .filter(IpAddr::is_ipv4)
            .collect(),
    )
}

fn sorted(mut addresses: Vec<IpAddr>) -> Vec<IpAddr> {
    let home = IpAddr::V4(Ipv4Addr::LOCALHOST);
    addresses.retain(|address| *address != home);
    addresses.sort();
    addresses.dedup();
    addresses.insert(0, home);
    addresses
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn this_machine_comes_first() {
        let found = ["192.168.0.7", "127.0.0.1", "10.0.0.2"].map(|text| text.parse().unwrap());
        let shown: Vec<String> = sorted(found.to_vec()).iter().map(ToString::to_string).collect();
        assert_eq!(shown, ["127.0.0.1", "10.0.0.2", "192.168.0.7"]);
        let one: IpAddr = "10.0.0.2".parse().unwrap();
        assert_eq!(reachable(one), [one]);
    }
}
