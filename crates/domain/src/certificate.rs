//! A certificate of participations: what somebody takes along to show to others, who can check it without an account.

use crate::id::{AccountId, CertificateId, GroupId, ParticipationId};
use crate::invalid::{Invalid, Why};
use crate::participation::Participation;
use chrono::{DateTime, NaiveDate, Utc};

/// Most lines of one certificate; whoever has more chooses a shorter period.
pub const LINES_MAX: usize = 1_000;
/// Most characters of a name that is compared with the holder's.
pub const NAME_MAX: usize = 120;

/// What of a record a certificate is to show.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Extent {
    /// From this civil date on.
    pub from: Option<NaiveDate>,
    /// Until this one.
    pub to: Option<NaiveDate>,
    /// With this group only.
    pub group: Option<GroupId>,
}

/// A certificate as it is kept: enough to tell whether one that is shown is true, and no more.
#[derive(Clone, PartialEq, Eq)]
pub struct Certificate {
    /// Its id.
    pub id: CertificateId,
    /// Whose it is; nothing once the person has left.
    pub account: Option<AccountId>,
    /// SHA-256 of its code.
    pub code_hash: [u8; 32],
    /// What the holder's name is known by to whoever has the code; nothing once the person has left.
    pub holder: Option<[u8; 32]>,
    /// SHA-256 of what it shows.
    pub digest: [u8; 32],
    /// The lines it shows, by date and id.
    pub participations: Vec<ParticipationId>,
    /// Minutes together.
    pub minutes: u64,
    /// What of the record it shows.
    pub extent: Extent,
    /// When it was made.
    pub issued_at: DateTime<Utc>,
    /// When it was taken back, if it was.
    pub revoked_at: Option<DateTime<Utc>>,
}

impl std::fmt::Debug for Certificate {
    /// Says nothing of the person.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Certificate").field("id", &self.id.0).field("minutes", &self.minutes).field("revoked_at", &self.revoked_at).finish_non_exhaustive()
    }
}

impl Extent {
    /// Looks whether it can be.
    pub fn check(&self) -> Result<(), Vec<Invalid>> {
        if self.from.zip(self.to).is_some_and(|(from, to)| to < from) { Err(vec![Invalid::new("to", Why::Reversed)]) } else { Ok(()) }
    }

    /// The lines of a record it shows: those at which the person was there.
    pub fn lines<'a>(&self, record: &'a [Participation]) -> Vec<&'a Participation> {
        let shows = |p: &&Participation| {
            p.attended()
                && self.from.is_none_or(|from| from <= p.held_on)
                && self.to.is_none_or(|to| p.held_on <= to)
                && self.group.is_none_or(|g| g == p.group)
        };
        let mut lines: Vec<&Participation> = record.iter().filter(shows).collect();
        lines.sort_by_key(|p| (p.held_on, p.id));
        lines
    }
}

/// What lines certify, word for word: two texts are the same if, and only if, they say the same. Which is hashed is what a correction changes.
pub fn canonical(lines: &[&Participation]) -> String {
    let mut text = String::from("enmusubi certificate 1\n");
    for line in lines {
        let (group, title) = (line.group_name.as_str(), line.title.as_str());
        let (id, date, outcome, minutes) = (line.id, line.held_on, line.noted.outcome.code(), line.noted.minutes);
        // Lengths go first, so that no text can look like the end of one field and the begin of another.
        text += &format!("{id} {date} {outcome} {minutes} {} {} {group} {title}\n", group.len(), title.len());
    }
    text
}

/// A name as it is compared: without spaces, full-width letters as half-width, capitals as small letters.
pub fn plain_name(name: &str) -> String {
    let narrow = |c: char| match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        other => other,
    };
    name.chars().filter(|c| !c.is_whitespace()).map(narrow).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::{ApplicationId, OpportunityId};
    use crate::level::Responsibility;
    use crate::opportunity::Kind;
    use crate::participation::{Noted, Outcome};

    fn line(n: u64, held_on: &str, minutes: u32) -> Participation {
        let outcome = if minutes == 0 { Outcome::Absent } else { Outcome::Attended };
        Participation {
            id: ParticipationId::derived(n, "p"),
            version: 1,
            account: None,
            application: ApplicationId::derived(n, "a"),
            opportunity: OpportunityId::derived(0, "o"),
            group: GroupId::derived(n % 2, "g"),
            group_name: "ゆきみち隊".into(),
            title: "雪かき".into(),
            kind: Kind::Activity,
            level: None,
            themes: vec![],
            responsibility: Responsibility::Help,
            session: None,
            held_on: held_on.parse().unwrap(),
            starts_at: None,
            ends_at: None,
            noted: Noted { outcome, minutes, notice: false },
            objection: None,
            recorded_by: None,
            recorded_at: DateTime::UNIX_EPOCH,
        }
    }

    #[test]
    fn a_certificate_shows_where_somebody_was_and_when_it_says() {
        let record = [line(3, "2026-12-01", 60), line(1, "2026-11-01", 30), line(2, "2026-11-15", 0), line(4, "2026-11-30", 90)];
        let shown = |extent: Extent| extent.lines(&record).into_iter().map(|p| p.noted.minutes).collect::<Vec<_>>();
        let day = |text: &str| text.parse().ok();
        assert_eq!(shown(Extent::default()), [30, 90, 60], "by date, and without absences");
        assert_eq!(shown(Extent { from: day("2026-11-30"), ..Extent::default() }), [90, 60]);
        assert_eq!(shown(Extent { to: day("2026-11-30"), ..Extent::default() }), [30, 90]);
        assert_eq!(shown(Extent { group: Some(GroupId::derived(0, "g")), ..Extent::default() }), [90]);
        let reversed = Extent { from: day("2026-11-30"), to: day("2026-11-29"), group: None };
        assert_eq!(reversed.check().unwrap_err(), [Invalid::new("to", Why::Reversed)]);
        assert!(Extent { from: day("2026-11-30"), to: day("2026-11-30"), group: None }.check().is_ok());
    }

    #[test]
    fn whatever_is_corrected_changes_what_is_certified_and_nothing_else_does() {
        let first = line(1, "2026-11-01", 30);
        let text = canonical(&[&first]);
        let shorter = Participation { noted: Noted { minutes: 29, ..first.noted }, ..first.clone() };
        let absent = Participation { noted: line(1, "2026-11-01", 0).noted, ..first.clone() };
        let moved = Participation { title: format!("{} {}", first.group_name, first.title), group_name: String::new(), ..first.clone() };
        for other in [&shorter, &absent, &moved] {
            assert_ne!(canonical(&[other]), text);
        }
        assert_ne!(canonical(&[&first, &first]), text);
        let objected =
            Participation { version: 2, objection: Some(crate::participation::Objection { text: "x".into(), at: DateTime::UNIX_EPOCH }), ..first.clone() };
        assert_eq!(canonical(&[&objected]), text);
    }

    #[test]
    fn a_name_is_the_same_name_however_it_is_spaced_and_typed() {
        assert_eq!(plain_name("山田　花子"), plain_name(" 山田花子 "));
        assert_eq!(plain_name("Ｈａｎａｋｏ Yamada"), plain_name("hanako YAMADA"));
        assert_ne!(plain_name("山田花子"), plain_name("山田華子"));
    }
}
