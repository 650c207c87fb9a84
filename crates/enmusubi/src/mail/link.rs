//! The address of the page where the code of a letter is entered.

use std::str::FromStr;

/// Where a front end takes the code of a letter: an address with `{token}` in it, and perhaps `{purpose}`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link(String);

impl Link {
    /// The address for one letter.
    pub fn to(&self, purpose: &str, token: &str) -> String {
        self.0.replace("{purpose}", purpose).replace("{token}", token)
    }
}

impl FromStr for Link {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let bare = text.replacen("{token}", "", 1).replacen("{purpose}", "", 1);
        let web = text.starts_with("https://") || text.starts_with("http://");
        let is_plain = bare.chars().all(|c| c.is_ascii_graphic() && !"{}<>\"".contains(c));
        if web && text.contains("{token}") && is_plain {
            Ok(Self(text.to_owned()))
        } else {
            Err("write it like https://www.example.jp/enmusubi/{purpose}#{token}, with {token} once and {purpose} at most once".into())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_carries_purpose_and_token() {
        let link: Link = "https://www.example.jp/enmusubi/{purpose}#{token}".parse().unwrap();
        assert_eq!(link.to("reset_password", "abc"), "https://www.example.jp/enmusubi/reset_password#abc");
    }

    #[test]
    fn a_link_that_leads_nowhere_is_refused() {
        for bad in
            ["", "https://www.example.jp/", "www.example.jp/{token}", "https://a.jp/{token}{token}", "https://a.jp/{token}/{name}", "https://a.jp/ {token}"]
        {
            assert!(bad.parse::<Link>().is_err(), "{bad}");
        }
    }
}
