use ipnet::IpNet;
use std::net::IpAddr;
use std::str::FromStr;

/// A range of addresses; a single address is a range of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Range(pub IpNet);

impl FromStr for Range {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let text = text.trim();
        let range = text.parse::<IpNet>().ok().or_else(|| text.parse::<IpAddr>().ok().map(IpNet::from));
        range.map(Self).ok_or_else(|| "write ranges like 10.0.0.0/8 or fd00::/8, or single addresses".into())
    }
}

/// Reads the address under which the API is reached: a scheme, a host, perhaps a path; no slash at its end.
pub(super) fn public_url(text: &str) -> Result<String, String> {
    let text = text.trim().trim_end_matches('/');
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    let is_fine = |rest: &str| !rest.is_empty() && !rest.starts_with('/') && rest.chars().all(|c| c.is_ascii_graphic() && !"?#@\"<>\\".contains(c));
    if rest.is_some_and(is_fine) { Ok(text.to_owned()) } else { Err("write it like https://api.example.jp".into()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_public_address_has_a_scheme_and_a_host_and_no_secrets() {
        assert_eq!(public_url("https://api.example.jp/").as_deref(), Ok("https://api.example.jp"));
        assert_eq!(public_url("http://127.0.0.1:8080").as_deref(), Ok("http://127.0.0.1:8080"));
        for bad in ["", "api.example.jp", "ftp://a.jp", "https://", "https:///x", "https://a:b@c.jp", "https://a.jp?x", "https://a b.jp"] {
            assert!(public_url(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_single_address_is_a_range_of_one() {
        assert_eq!("::1".parse::<Range>().unwrap().0.to_string(), "::1/128");
        assert_eq!(" 10.0.0.0/8".parse::<Range>().unwrap().0.to_string(), "10.0.0.0/8");
        assert!("10.0.0.0/33".parse::<Range>().is_err());
    }
}
