//! Connections: somebody found something to join. They are counted by where people came from, and never by who they were.

use crate::level::words;

words! {
    /// Where somebody came from who joined.
    ConnectionSource {
        /// Searching by words or filters.
        Search = "search", "検索", "search";
        /// Matching by a wish or a profile.
        Match = "match", "適合", "match";
        /// A coordinator's introduction.
        Desk = "desk", "窓口の紹介", "introduction by a coordinator";
        /// A feed or a calendar.
        Feed = "feed", "フィード", "feed";
        /// Another platform.
        Partner = "partner", "提携サイト", "partner";
        /// A company for its people.
        Company = "company", "企業", "company";
        /// The group's own link: its own doing, and no reason to show others first.
        GroupLink = "group_link", "団体のリンク", "the group's own link";
    }
}

impl ConnectionSource {
    /// Whether such a connection counts against the place of a listing.
    pub fn counts_against(self) -> bool {
        self != Self::GroupLink
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_a_group_did_itself_does_not_count_against_it() {
        let free: Vec<&str> = ConnectionSource::ALL.iter().filter(|s| !s.counts_against()).map(|s| s.code()).collect();
        assert_eq!(free, ["group_link"]);
        assert!(ConnectionSource::ALL.iter().all(|s| ConnectionSource::parse(s.code()) == Some(*s)));
    }
}
