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

/// The address that a telephone in the same network most likely reaches.
pub(super) fn nearby(reachable: &[IpAddr]) -> Option<IpAddr> {
    let far = |ip: &IpAddr| match ip {
        IpAddr::V4(ip) if ip.is_loopback() || ip.is_link_local() => None,
        IpAddr::V4(ip) => Some(match ip.octets() {
            [192, 168, ..] => 0,
            [10, ..] => 1,
            // Containers and virtual machines like these.
            _ if ip.is_private() => 3,
            _ => 2,
        }),
        IpAddr::V6(ip) => (!ip.is_loopback()).then_some(2),
    };
    let known = reachable.iter().filter_map(|ip| Some((far(ip)?, *ip)));
    known.min_by_key(|(far, _)| *far).map(|(_, ip)| ip)
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

    #[test]
    fn the_network_at_home_is_nearer_than_that_of_containers() {
        let near = |found: &[&str]| {
            let found: Vec<IpAddr> = found.iter().map(|text| text.parse().unwrap()).collect();
            nearby(&found).map(|ip| ip.to_string())
        };
        assert_eq!(
            near(&["127.0.0.1", "172.17.0.1", "192.168.0.7"]).unwrap(),
            "192.168.0.7"
        );
        assert_eq!(near(&["172.17.0.1", "10.1.2.3"]).unwrap(), "10.1.2.3");
        assert_eq!(near(&["172.17.0.1"]).unwrap(), "172.17.0.1");
        assert_eq!(near(&["127.0.0.1", "169.254.1.1"]), None);
    }
}
