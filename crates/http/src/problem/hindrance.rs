use super::Problem;
use chrono::{DateTime, FixedOffset};
use chrono_tz::Tz;
use enmusubi_domain::application::{Refused, Side, Way};
use enmusubi_domain::text::Lang;
use enmusubi_persistence::StepError;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// A rule of taking part that refuses, as the caller is told of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Hindrance {
    /// The rule.
    pub refused: Refused,
    /// The zone in which times are told.
    pub tz: Tz,
    /// Similar opportunities with seats, where that may help.
    pub similar: Option<Vec<Uuid>>,
    /// Who reads it: what a volunteer does elsewhere, and what they want for themselves, is nobody's business but theirs.
    pub reader: Side,
}

/// Something that may help. 次にできること。
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = WayOut)]
pub struct WayView {
    /// A stable code for programs.
    #[schema(example = "join_waitlist")]
    code: &'static str,
    /// A sentence for people.
    text: &'static str,
}

/// A session that is held already. 重なっている回。
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Clash)]
pub struct ClashView {
    /// The application by which it is held.
    application_id: Uuid,
    /// The session.
    session_id: Uuid,
    /// When it begins.
    starts_at: DateTime<FixedOffset>,
    /// When it ends.
    ends_at: DateTime<FixedOffset>,
}

impl Hindrance {
    /// What may help, in a language.
    pub fn ways(&self, lang: Lang) -> Vec<WayView> {
        let helps = |way: &Way| match way {
            Way::Similar => self.similar.as_ref().is_some_and(|s| !s.is_empty()),
            Way::OtherSessions | Way::Wait | Way::AskGuardian => true,
            // The group itself, and what only the volunteer can do, are no help to a group.
            Way::JoinWaitlist | Way::WithdrawOther | Way::RaiseLimit | Way::AskGroup | Way::SayAge | Way::SeeExisting => self.reader == Side::Volunteer,
        };
        self.refused.ways().iter().copied().filter(helps).map(|way| WayView { code: way.code(), text: way.word(lang) }).collect()
    }

    /// What it clashes with.
    pub fn clash(&self) -> Option<ClashView> {
        let Refused::Clash(held) = &self.refused else { return None };
        if self.reader != Side::Volunteer {
            return None;
        }
        let at = |instant: DateTime<chrono::Utc>| instant.with_timezone(&self.tz).fixed_offset();
        Some(ClashView { application_id: held.application.0, session_id: held.session.0, starts_at: at(held.starts_at), ends_at: at(held.ends_at) })
    }

    /// The application there is already.
    pub fn application(&self) -> Option<Uuid> {
        if let Refused::AlreadyApplied(id) = &self.refused { Some(id.0) } else { None }
    }

    /// What is said in both languages.
    pub fn words(&self) -> (String, String) {
        let at = |instant: &DateTime<chrono::Utc>| instant.with_timezone(&self.tz).format("%Y-%m-%d %H:%M").to_string();
        let own = self.reader == Side::Volunteer;
        let (ja, en): (String, String) = match &self.refused {
            Refused::Clash(_) if !own => ("本人は、その時間に参加できません。".into(), "The volunteer cannot be there at that time.".into()),
            Refused::OwnWeekFull { .. } if !own => ("本人は、その週にはもう参加できません。".into(), "The volunteer takes part no more in that week.".into()),
            Refused::AskedOften { .. } if !own => (
                "この方は、今は誘いを受けません。時期を待って、また誘ってください。".into(),
                "This person is not to be asked now. Please try again later.".into(),
            ),
            Refused::AgeUnknown if !own => ("本人が成人かどうか、まだ分かりません。".into(), "It is not known yet whether the volunteer is of age.".into()),
            Refused::NotNow { state, step } => {
                return (
                    format!("この応募は「{}」の状態なので、「{}」はできません。", state.word(Lang::Ja), step.word(Lang::Ja)),
                    format!("The application is {}; this step ({}) is not open.", state.word(Lang::En), step.code()),
                );
            }
            Refused::TooLate => ("回答の期限が過ぎています。".into(), "The time to answer is over.".into()),
            Refused::NotOpen => ("この募集は今は公開されていません。".into(), "This opportunity is not open.".into()),
            Refused::ApplyByOver => ("応募の締め切りが過ぎています。".into(), "The last moment to apply is over.".into()),
            Refused::NothingAhead => ("これからの日程がありません。".into(), "No session lies ahead.".into()),
            Refused::SessionsGone => {
                ("選んだ日程は終わったか、中止されたか、なくなっています。".into(), "The chosen sessions are over, called off or gone.".into())
            }
            Refused::AlreadyApplied(_) => ("この募集にはすでに応募しています。".into(), "There is an application for this opportunity already.".into()),
            Refused::OwnGroup => {
                ("あなたはこの団体のメンバーです。応募は必要ありません。".into(), "You belong to this group already: there is no need to apply.".into())
            }
            Refused::Full { kept_for_newcomers_until: None } => {
                ("人数分の空きがありません。".into(), "There are not enough seats left for all who want to come.".into())
            }
            Refused::Full { kept_for_newcomers_until: Some(until) } => (
                format!("残りの席は初めての方のためのものです（{}まで）。", at(until)),
                format!("The seats that are left are kept for newcomers until {}.", at(until)),
            ),
            Refused::Clash(held) => (
                format!("同じ時間に別の参加があります（{}〜{}）。", at(&held.starts_at), at(&held.ends_at)),
                format!("There is another session at the same time ({} to {}).", at(&held.starts_at), at(&held.ends_at)),
            ),
            Refused::SessionsOverlap(..) => (
                "選んだ日程の中に、同じ時間のものがあります。日程を選んで応募してください。".into(),
                "Some of the sessions are at the same time. Choose those you want.".into(),
            ),
            Refused::OwnWeekFull { limit, week } => (
                format!("{week}からの週は、本人が決めた上限（{limit}回）に達しています。"),
                format!("In the week of {week} the limit the volunteer has set ({limit} sessions) is reached."),
            ),
            Refused::GroupWeekFull { limit, week } => (
                format!("{week}からの週は、団体が決めた1人あたりの上限（{limit}回）に達しています。"),
                format!("In the week of {week} the group's limit for one person ({limit} sessions) is reached."),
            ),
            Refused::OtherAge { min: Some(min), max: Some(max) } => {
                (format!("対象は{min}〜{max}歳の方です。"), format!("It is for people of {min} to {max} years."))
            }
            Refused::OtherAge { min: Some(min), max: None } => (format!("対象は{min}歳以上の方です。"), format!("It is for people of {min} years and older.")),
            Refused::OtherAge { min: None, max: Some(max) } => (format!("対象は{max}歳までの方です。"), format!("It is for people of up to {max} years.")),
            Refused::OtherAge { min: None, max: None } => ("対象の年齢ではありません。".into(), "It is for another age.".into()),
            Refused::AgeUnknown => ("成人かどうかを教えてください。".into(), "Please tell us whether you are of age.".into()),
            Refused::GuardianApplies { from } => {
                (format!("{from}歳になるまでは、保護者が代わりに応募します。"), format!("Below the age of {from}, a guardian applies."))
            }
            Refused::NoConsent => ("保護者の同意が必要です。".into(), "A guardian's consent is needed.".into()),
            Refused::AskedOften { limit: 0, .. } => ("誘いを受けない設定になっています。".into(), "No invitations are wanted.".into()),
            Refused::AskedOften { limit, again_at } => (
                format!("この方への誘いは7日間に{limit}回までです。{}から、また誘えます。", at(again_at)),
                format!("This person is asked at most {limit} times in seven days; again from {}.", at(again_at)),
            ),
            Refused::PersonGone => ("応募した方は退会しています。".into(), "The person has left.".into()),
            Refused::Begun => ("すでに始まっています。".into(), "It has begun already.".into()),
            Refused::NotYet => ("まだ始まっていません。".into(), "It has not begun yet.".into()),
        };
        let help = |lang| self.ways(lang).first().map(|way| way.text);
        let ja = help(Lang::Ja).map_or(ja.clone(), |way| format!("{ja}次にできること: {way}。"));
        let en = help(Lang::En).map_or(en.clone(), |way| format!("{en} You can {way}."));
        (ja, en)
    }
}

impl Problem {
    /// Why a step of an application was not taken, for whoever takes it.
    pub fn of_step(error: StepError, tz: Tz, reader: Side) -> Self {
        match error {
            StepError::Store(error) => error.into(),
            StepError::Refused(refused) => Self::Refused(Box::new(Hindrance { refused, tz, similar: None, reader })),
        }
    }
}
