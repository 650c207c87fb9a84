use super::{Held, State, Step};
use crate::id::{ApplicationId, SessionId};
use crate::level::words;
use chrono::{DateTime, NaiveDate, Utc};

/// Why a step is not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refused {
    /// Not in this state, or not by this side.
    NotNow {
        /// Where it stands.
        state: State,
        /// What was to happen.
        step: Step,
    },
    /// The time to answer is over.
    TooLate,
    /// The opportunity is not open to the public, or its group is not.
    NotOpen,
    /// The last moment to apply is over.
    ApplyByOver,
    /// The opportunity has dates, and none of them lies ahead.
    NothingAhead,
    /// Every session that was asked for is over, called off or gone.
    SessionsGone,
    /// There is an application already that goes on.
    AlreadyApplied(ApplicationId),
    /// Whoever speaks for the group cannot apply to it.
    OwnGroup,
    /// There are fewer seats than people, or those that are left are kept for newcomers.
    Full {
        /// Whether seats are left that are kept for newcomers until a moment.
        kept_for_newcomers_until: Option<DateTime<Utc>>,
    },
    /// Somebody has a seat at another session at the same time.
    Clash(Held),
    /// Two of the sessions that were asked for are at the same time.
    SessionsOverlap(SessionId, SessionId),
    /// The person wants no more sessions in that week.
    OwnWeekFull {
        /// Sessions a week.
        limit: u32,
        /// The week's Monday.
        week: NaiveDate,
    },
    /// The group gives nobody more sessions in that week.
    GroupWeekFull {
        /// Sessions a week.
        limit: u32,
        /// The week's Monday.
        week: NaiveDate,
    },
    /// Younger or older than those it is meant for.
    OtherAge {
        /// Least age in years.
        min: Option<u8>,
        /// Greatest age in years.
        max: Option<u8>,
    },
    /// Nobody knows whether the person is of age.
    AgeUnknown,
    /// Too young to apply without a guardian.
    GuardianApplies {
        /// From which age on one applies by oneself.
        from: u8,
    },
    /// A guardian's consent is missing.
    NoConsent,
    /// The person was asked often enough this week.
    AskedOften {
        /// Proposals within seven days.
        limit: u8,
        /// From when on they may be asked again.
        again_at: DateTime<Utc>,
    },
    /// The person has left.
    PersonGone,
    /// It has begun already.
    Begun,
    /// It has not begun yet: nobody can have been there.
    NotYet,
}

words! {
    /// What may help.
    Way {
        /// Go on to the waiting list.
        JoinWaitlist = "join_waitlist", "キャンセル待ちに登録する（\"waitlist\": true を付けて応募）", "join the waiting list: apply with \"waitlist\": true";
        /// Look at something alike that has seats.
        Similar = "similar", "空きのある似た募集を見る", "look at similar opportunities with seats";
        /// Choose other sessions.
        OtherSessions = "other_sessions", "別の日程を選ぶ", "choose other sessions";
        /// Withdraw from what clashes.
        WithdrawOther = "withdraw_other", "重なっている参加を取り下げる", "withdraw from what it clashes with";
        /// Raise one's own limit.
        RaiseLimit = "raise_limit", "自分で決めた週の上限を変える（PUT /v1/me/limits）", "raise your own limit: PUT /v1/me/limits";
        /// Ask the group.
        AskGroup = "ask_group", "団体に相談する", "ask the group";
        /// Say when one was born, or that one is of age.
        SayAge = "say_age", "生年月日をプロフィールに登録するか、\"of_age\": true を付けて応募する", "keep a birth date in your profile, or apply with \"of_age\": true";
        /// Ask a guardian to agree.
        AskGuardian = "ask_guardian", "保護者の同意をお願いする", "ask the guardian to agree";
        /// Look at the application there is.
        SeeExisting = "see_existing", "すでにある応募を見る", "look at the application there is";
        /// Wait until then.
        Wait = "wait", "時期を待つ", "wait until then";
    }
}

impl Refused {
    /// A stable code for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotNow { .. } => "not_in_this_state",
            Self::TooLate => "answered_too_late",
            Self::NotOpen => "not_open",
            Self::ApplyByOver => "apply_by_over",
            Self::NothingAhead => "nothing_ahead",
            Self::SessionsGone => "sessions_gone",
            Self::AlreadyApplied(_) => "already_applied",
            Self::OwnGroup => "own_group",
            Self::Full { .. } => "full",
            Self::Clash(_) => "clash",
            Self::SessionsOverlap(..) => "sessions_overlap",
            Self::OwnWeekFull { .. } => "own_week_full",
            Self::GroupWeekFull { .. } => "group_week_full",
            Self::OtherAge { .. } => "other_age",
            Self::AgeUnknown => "age_unknown",
            Self::GuardianApplies { .. } => "guardian_applies",
            Self::NoConsent => "guardian_consent_needed",
            Self::AskedOften { .. } => "asked_often_enough",
            Self::PersonGone => "person_gone",
            Self::Begun => "already_begun",
            Self::NotYet => "not_begun_yet",
        }
    }

    /// What may help, the likeliest first.
    pub fn ways(&self) -> &'static [Way] {
        match self {
            Self::NotNow { .. } | Self::TooLate | Self::PersonGone | Self::Begun | Self::OwnGroup => &[],
            Self::NotOpen | Self::ApplyByOver | Self::NothingAhead | Self::OtherAge { .. } => &[Way::Similar],
            Self::SessionsGone => &[Way::OtherSessions, Way::Similar],
            Self::SessionsOverlap(..) => &[Way::OtherSessions],
            Self::AlreadyApplied(_) => &[Way::SeeExisting],
            Self::Full { .. } => &[Way::JoinWaitlist, Way::OtherSessions, Way::Similar],
            Self::Clash(_) => &[Way::WithdrawOther, Way::OtherSessions],
            Self::OwnWeekFull { .. } => &[Way::RaiseLimit, Way::OtherSessions],
            Self::GroupWeekFull { .. } => &[Way::OtherSessions, Way::AskGroup],
            Self::AgeUnknown => &[Way::SayAge],
            Self::GuardianApplies { .. } | Self::NoConsent => &[Way::AskGuardian],
            Self::AskedOften { .. } | Self::NotYet => &[Way::Wait],
        }
    }
}
