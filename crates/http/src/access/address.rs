use crate::asking::joined;
use actix_web::http::header::{HeaderMap, HeaderName};
use ipnet::IpNet;
use std::net::{IpAddr, SocketAddr};

/// Where a request comes from: the peer, or, behind proxies that are trusted, the nearest address in `X-Forwarded-For` that is not one
/// of theirs. Whatever stands further left in that header anybody may have written.
pub fn address(peer: Option<IpAddr>, headers: &HeaderMap, trusted: &[IpNet]) -> Option<IpAddr> {
    believed(peer, &joined(headers, &HeaderName::from_static("x-forwarded-for")), trusted)
}

fn believed(peer: Option<IpAddr>, forwarded: &str, trusted: &[IpNet]) -> Option<IpAddr> {
    let is_trusted = |ip: IpAddr| trusted.iter().any(|net| net.contains(&ip));
    let mut nearest = peer?.to_canonical();
    for hop in forwarded.split(',').rev().map(str::trim) {
        if !is_trusted(nearest) {
            break;
        }
        match read(hop) {
            Ok(ip) => nearest = ip.to_canonical(),
            // A hop that cannot be read: what lies beyond it cannot be believed.
            Err(_) => break,
        }
    }
    Some(nearest)
}

/// A hop as proxies write it: an address, or one with its port; IPv6 perhaps in brackets.
fn read(hop: &str) -> Result<IpAddr, std::net::AddrParseError> {
    let bare = hop.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(hop);
    bare.parse().or_else(|error| hop.parse::<SocketAddr>().map(|with_port| with_port.ip()).map_err(|_| error))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(peer: &str, forwarded: &str) -> String {
        let trusted = ["10.0.0.0/8".parse().unwrap(), "2001:db8::/32".parse().unwrap()];
        believed(peer.parse().ok(), forwarded, &trusted).unwrap().to_string()
    }

    #[test]
    fn a_stranger_cannot_say_they_are_somebody_else() {
        assert_eq!(found("192.0.2.1", "198.51.100.7"), "192.0.2.1");
        assert_eq!(found("10.0.0.1", "198.51.100.7"), "198.51.100.7");
        assert_eq!(found("10.0.0.1", "203.0.113.9, 198.51.100.7"), "198.51.100.7", "the left one may be made up");
        assert_eq!(found("10.0.0.1", "203.0.113.9, 198.51.100.7, 10.0.0.2"), "198.51.100.7");
        assert_eq!(found("10.0.0.1", "nonsense"), "10.0.0.1");
        assert_eq!(found("10.0.0.1", ""), "10.0.0.1");
        assert_eq!(found("10.0.0.1", "198.51.100.7:4711"), "198.51.100.7");
        assert_eq!(found("10.0.0.1", "[2001:db9::7]:4711"), "2001:db9::7");
        assert_eq!(found("10.0.0.1", "[2001:db9::7]"), "2001:db9::7");
        assert_eq!(found("::ffff:10.0.0.1", "198.51.100.7"), "198.51.100.7");
        assert_eq!(found("2001:db8::1", "2001:db9::7"), "2001:db9::7");
    }
}
