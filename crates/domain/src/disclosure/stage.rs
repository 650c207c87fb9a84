use super::Shown::{IfTicked, No, OnTap, Yes};
use crate::application::State;
use crate::contact::Ticks;
use crate::level::words;
use chrono::{DateTime, TimeDelta, Utc};

/// For how long before and after a session those who prepare it can call the people who come.
const DAY: TimeDelta = TimeDelta::hours(24);

words! {
    /// How far two sides have come: by it is decided what a group sees of a volunteer.
    Stage {
        /// Somebody else began it, and the volunteer has not said yes.
        Unasked = "unasked", "本人の返事待ち", "the volunteer has not been heard yet";
        /// The group is asked.
        Applied = "applied", "応募中", "the group is asked";
        /// Both have said yes.
        Accepted = "accepted", "参加決定", "both have said yes";
        /// From a day before a session to a day after it.
        Day = "day", "当日（前後24時間）", "from a day before a session to a day after";
        /// All sessions are over, and the disclosure goes on.
        Finished = "finished", "終了後", "after the last session";
        /// It came to nothing, or the disclosure has ended.
        Closed = "closed", "開示終了", "nothing is disclosed any more";
    }
}

words! {
    /// What there is to see of a volunteer.
    Field {
        /// A name that means nobody.
        Handle = "handle", "応募者番号", "a pseudonym";
        /// Age by ten years.
        AgeBand = "age_band", "年代", "age band";
        /// The ward they look for something in.
        Ward = "ward", "区", "ward";
        /// What they can do already.
        Level = "level", "段階", "level";
        /// Those certificates that the opportunity asks for.
        Qualifications = "qualifications", "関係する資格", "certificates that are asked for";
        /// Languages.
        Languages = "languages", "話せることば", "languages";
        /// What they need to take part.
        Needs = "needs", "必要な配慮", "needs";
        /// What they wrote with the application.
        Message = "message", "応募メッセージ", "the message of the application";
        /// How long they were in this group before.
        Hours = "hours", "この団体での活動時間", "hours in this group";
        /// The name.
        Name = "name", "氏名", "name";
        /// How it is read.
        NameKana = "name_kana", "ふりがな", "how the name is read";
        /// The e-mail address.
        Email = "email", "メールアドレス", "e-mail address";
        /// The telephone number.
        Phone = "phone", "電話番号", "telephone number";
        /// Whom to call if something happens.
        Emergency = "emergency", "緊急連絡先", "emergency contact";
    }
}

/// Whether something is shown at a stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    /// No.
    No,
    /// If the volunteer has ticked it.
    IfTicked,
    /// To whoever asks for it by name; that they did is noted.
    OnTap,
    /// Yes.
    Yes,
}

/// What a group sees of a volunteer, stage by stage: unasked, applied, accepted, day, finished, closed.
const TABLE: [(Field, [Shown; 6]); 14] = [
    (Field::Handle, [Yes, Yes, Yes, Yes, Yes, Yes]),
    (Field::AgeBand, [No, Yes, Yes, Yes, Yes, No]),
    (Field::Ward, [No, Yes, Yes, Yes, Yes, No]),
    (Field::Level, [No, Yes, Yes, Yes, No, No]),
    (Field::Qualifications, [No, Yes, Yes, Yes, No, No]),
    (Field::Languages, [No, Yes, Yes, Yes, No, No]),
    (Field::Needs, [No, IfTicked, IfTicked, IfTicked, No, No]),
    (Field::Message, [No, Yes, Yes, Yes, No, No]),
    (Field::Hours, [No, Yes, Yes, Yes, Yes, No]),
    (Field::Name, [No, No, Yes, Yes, Yes, No]),
    (Field::NameKana, [No, No, Yes, Yes, Yes, No]),
    // Messages go through the service, unless the volunteer wants it otherwise.
    (Field::Email, [No, No, IfTicked, IfTicked, No, No]),
    (Field::Phone, [No, No, IfTicked, Yes, No, No]),
    (Field::Emergency, [No, No, No, OnTap, No, No]),
];

impl Field {
    /// What only a disclosure opens, and what each look at is noted of.
    pub const CONTACT: [Self; 5] = [Self::Name, Self::NameKana, Self::Email, Self::Phone, Self::Emergency];

    /// Whether a group sees it at a stage.
    pub fn at(self, stage: Stage) -> Shown {
        TABLE.iter().find(|(field, _)| *field == self).map_or(No, |(_, row)| row[stage as usize])
    }
}

impl Stage {
    /// The stage of an application: `live` says whether a disclosure counts, `sessions` when those begin and end that it is for.
    pub fn of(state: State, live: bool, sessions: &[(DateTime<Utc>, DateTime<Utc>)], now: DateTime<Utc>) -> Self {
        match state {
            State::Proposed => Self::Unasked,
            State::Applied | State::Waitlisted => Self::Applied,
            State::Declined | State::Withdrawn | State::Expired => Self::Closed,
            State::Accepted | State::Completed | State::Absent if !live => Self::Closed,
            State::Accepted | State::Completed | State::Absent => {
                let around = |(from, to): &(DateTime<Utc>, DateTime<Utc>)| *from - DAY <= now && now < *to + DAY;
                let is_over = if sessions.is_empty() { state != State::Accepted } else { sessions.iter().all(|(_, to)| *to + DAY <= now) };
                if sessions.iter().any(around) {
                    Self::Day
                } else if is_over {
                    Self::Finished
                } else {
                    Self::Accepted
                }
            }
        }
    }
}

/// What of a volunteer's contact a group sees at a stage. `tapped`: the emergency contact is asked for by name.
pub fn fields_at(stage: Stage, ticks: Ticks, tapped: bool) -> Vec<Field> {
    Field::CONTACT.into_iter().filter(|field| is_open(*field, stage, ticks, tapped)).collect()
}

/// Whether a group sees something at a stage, with these ticks.
pub(super) fn is_open(field: Field, stage: Stage, ticks: Ticks, tapped: bool) -> bool {
    match field.at(stage) {
        No => false,
        Yes => true,
        OnTap => tapped,
        IfTicked => match field {
            Field::Email => ticks.email,
            Field::Phone => ticks.phone,
            Field::Needs => ticks.needs,
            _ => false,
        },
    }
}
