use super::NoticeKind;
use crate::invalid::{Invalid, Why};
use crate::level::words;

/// Minutes of a day.
const DAY: u16 = 24 * 60;

words! {
    /// How letters that can wait are gathered.
    Digest {
        /// Each goes as soon as it may.
        AtOnce = "at_once", "そのつど", "at once";
        /// At most one letter an hour.
        Hourly = "hourly", "1時間に1通まで", "at most one an hour";
        /// At most one letter a day, in the evening.
        Daily = "daily", "1日1通（18時）", "one a day, at 18:00";
    }
}

/// Hours in which no letter goes, in minutes of the day. They may go over midnight.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct QuietHours {
    /// From.
    pub from: u16,
    /// To; not part of them.
    pub to: u16,
}

impl QuietHours {
    /// From nine in the evening to eight in the morning.
    pub const USUAL: Self = Self { from: 21 * 60, to: 8 * 60 };

    /// Hours somebody chose.
    pub fn new(field: &str, from: u16, to: u16) -> Result<Self, Invalid> {
        // The same hour twice could mean never or always: whoever wants neither says so.
        if from == to || from >= DAY || to >= DAY {
            return Err(Invalid::new(field, Why::Malformed("two different times of the day")));
        }
        Ok(Self { from, to })
    }

    /// Whether a minute of the day lies within.
    pub fn contains(self, minute: u16) -> bool {
        if self.from < self.to { (self.from..self.to).contains(&minute) } else { minute >= self.from || minute < self.to }
    }
}

/// What somebody wants to hear of, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoticeSettings {
    /// Of what they do not want to hear.
    pub off: Vec<NoticeKind>,
    /// How the rest is gathered.
    pub digest: Digest,
    /// When no letter goes.
    pub quiet: Option<QuietHours>,
}

impl Default for NoticeSettings {
    /// Everything, at most one letter an hour, none at night.
    fn default() -> Self {
        Self { off: vec![], digest: Digest::Hourly, quiet: Some(QuietHours::USUAL) }
    }
}

impl NoticeSettings {
    /// Whether somebody wants to hear of it.
    pub fn wants(&self, kind: NoticeKind) -> bool {
        !kind.can_be_stopped() || !self.off.contains(&kind)
    }

    /// The same without some kinds; what cannot be stopped stays.
    pub fn without(&self, kinds: &[NoticeKind]) -> Self {
        let mut off: Vec<NoticeKind> = self.off.iter().chain(kinds).copied().filter(|kind| kind.can_be_stopped()).collect();
        off.sort_unstable();
        off.dedup();
        Self { off, ..self.clone() }
    }
}

/// What one click in a letter stops: some kinds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stop(Vec<NoticeKind>);

impl Stop {
    /// One kind; nothing if it cannot be stopped.
    pub fn one(kind: NoticeKind) -> Option<Self> {
        Self::of(&[kind])
    }

    /// What a letter about these kinds stops by its header: the kind if there is one alone, otherwise everything that is gathered, and whatever
    /// else stands in it.
    pub fn of_letter(kinds: &[NoticeKind]) -> Option<Self> {
        match kinds {
            [] => None,
            [first, rest @ ..] if rest.iter().all(|kind| kind == first) => Self::one(*first),
            _ => Self::of(&NoticeKind::ALL.iter().copied().filter(|kind| !kind.is_urgent() || kinds.contains(kind)).collect::<Vec<_>>()),
        }
    }

    /// Those of these kinds that can be stopped, in order; nothing if none can.
    pub fn of(kinds: &[NoticeKind]) -> Option<Self> {
        let kinds: Vec<NoticeKind> = NoticeKind::ALL.iter().copied().filter(|kind| kind.can_be_stopped() && kinds.contains(kind)).collect();
        if kinds.is_empty() { None } else { Some(Self(kinds)) }
    }

    /// The kinds.
    pub fn kinds(&self) -> &[NoticeKind] {
        &self.0
    }

    /// One bit a kind, in the order of [`NoticeKind`].
    pub fn bits(&self) -> u32 {
        self.0.iter().fold(0, |bits, kind| bits | 1 << (*kind as u32))
    }

    /// Reads the bits; those of no kind are none of ours.
    pub fn from_bits(bits: u32) -> Option<Self> {
        let kinds: Vec<NoticeKind> = NoticeKind::ALL.iter().copied().filter(|kind| bits & 1 << (*kind as u32) != 0).collect();
        Self::of(&kinds).filter(|stop| stop.bits() == bits)
    }
}
