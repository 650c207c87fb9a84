use super::Problem;
use chrono::{DateTime, FixedOffset};
use chrono_tz::Tz;
use enmusubi_domain::application::{Refused, Way};
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
        self.refused.ways().iter().filter(|way| **way != Way::Similar || self.similar.as_ref().is_some_and(|s| !s.is_empty())).map(|way| WayView { code: way.code(), text: way.word(lang) }).collect()
    }

    /// What it clashes with.
    pub fn clash(&self) -> Option<ClashView> {
        let Refused::Clash(held) = &self.refused else { return None };
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
        let years = |age: &Option<u8>| age.map(|a| a.to_string()).unwrap_or_default();
        let (ja, en): (String, String) = match &self.refused {
            Refused::NotNow { state, step } => {
                return (
                    format!("この応募は「{}」の状態なので、「{}」はできません。", state.word(Lang::Ja), step.word(Lang::Ja)),
                    format!("This application is {}: {} is not possible.", state.word(Lang::En), step.word(Lang::En)),
                );
            }
            Refused::TooLate => ("回答の期限が過ぎています。".into(), "The time to answer is over.".into()),
            Refused::NotOpen => ("この募集は今は公開されていません。".into(), "This opportunity is not open.".into()),
            Refused::ApplyByOver => ("応募の締め切りが過ぎています。".into(), "The last moment to apply is over.".into()),
            Refused::NothingAhead => ("これからの日程がありません。".into(), "No session lies ahead.".into()),
            Refused::SessionsGone => ("選んだ日程は終わったか、中止されたか、なくなっています。".into(), "The chosen sessions are over, called off or gone.".into()),
            Refused::AlreadyApplied(_) => ("この募集にはすでに応募しています。".into(), "There is an application for this opportunity already.".into()),
            Refused::OwnGroup => ("自分の団体の募集には応募できません。".into(), "Nobody applies to a group they belong to.".into()),
            Refused::Full { kept_for_newcomers_until: None } => ("空きがありません。".into(), "There are not enough seats left.".into()),
            Refused::Full { kept_for_newcomers_until: Some(until) } => (
                format!("残りの席は初めての方のためのものです（{}まで）。", at(until)),
                format!("The seats that are left are kept for newcomers until {}.", at(until)),
            ),
            Refused::Clash(held) => (
                format!("同じ時間に別の参加があります（{}〜{}）。", at(&held.starts_at), at(&held.ends_at)),
                format!("There is another session at the same time ({} to {}).", at(&held.starts_at), at(&held.ends_at)),
            ),
            Refused::SessionsOverlap(..) => ("選んだ日程の中に、同じ時間のものがあります。日程を選んで応募してください。".into(), "Some of the sessions are at the same time. Choose those you want.".into()),
            Refused::OwnWeekFull { limit, week } => (
                format!("{week}からの週は、本人が決めた上限（{limit}回）に達しています。"),
                format!("In the week of {week} the limit the volunteer has set ({limit} sessions) is reached."),
            ),
            Refused::GroupWeekFull { limit, week } => (
                format!("{week}からの週は、団体が決めた1人あたりの上限（{limit}回）に達しています。"),
                format!("In the week of {week} the group's limit for one person ({limit} sessions) is reached."),
            ),
            Refused::OtherAge { min, max } => (
                format!("対象の年齢（{}〜{}歳）ではありません。", years(min), years(max)),
                format!("It is meant for another age ({} to {} years).", years(min), years(max)),
            ),
            Refused::AgeUnknown => ("年齢が分からないため、応募できません。".into(), "Nobody knows whether the person is of age.".into()),
            Refused::GuardianApplies { from } => {
                (format!("{from}歳になるまでは、保護者が代わりに応募します。"), format!("Below the age of {from}, a guardian applies."))
            }
            Refused::NoConsent => ("保護者の同意が必要です。".into(), "A guardian's consent is needed.".into()),
            Refused::AskedOften { limit, again_at } if *limit == 0 => {
                let _ = again_at;
                ("この方は、誘いを受けないことにしています。".into(), "This person does not want to be asked.".into())
            }
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
    /// Why a step of an application was not taken.
    pub fn of_step(error: StepError, tz: Tz) -> Self {
        match error {
            StepError::Store(error) => error.into(),
            StepError::Refused(refused) => Self::Refused(Box::new(Hindrance { refused, tz, similar: None })),
        }
    }
}
