use crate::access::Act;
use crate::code;
use crate::problem::Problem;
use enmusubi_domain::access::Ground;
use enmusubi_domain::application::{Application, Circumstances};
use enmusubi_domain::city::City;
use enmusubi_domain::disclosure::{Disclosure, Known, Onlooker, Stage, VolunteerAtStage, is_minor};
use enmusubi_domain::opportunity::Opportunity;
use enmusubi_domain::text::Lang;
use serde::Serialize;
use utoipa::ToSchema;

/// What a group sees of a volunteer beside an application. What is not shown at this stage is null or empty. 団体から見える応募者。
#[derive(Clone, Serialize, ToSchema)]
#[schema(as = VolunteerAtStage)]
pub struct VolunteerAtStageView {
    /// How far both sides have come: it decides what is shown.
    #[schema(value_type = code::DisclosureStage, example = "applied")]
    stage: &'static str,
    /// A name that means nobody; the same for as long as the application stands.
    #[schema(example = "応募者 3F7K")]
    handle: String,
    /// The name, once both have said yes; never in a list.
    #[schema(example = "北野ゆき")]
    name: Option<String>,
    /// Age, no closer than by ten years.
    #[schema(value_type = Option<code::AgeBand>, example = "30s")]
    age_band: Option<&'static str>,
    /// The code of the ward they look for something in.
    #[schema(example = "011029")]
    ward: Option<String>,
    /// What they can do already in the main theme of the opportunity.
    #[schema(value_type = Option<code::Level>, example = "introductory")]
    level: Option<&'static str>,
    /// Those of their certificates that the opportunity asks for.
    qualifications: Vec<String>,
    /// Languages they speak (ISO 639-1).
    #[schema(example = json!(["ja"]))]
    languages: Vec<String>,
    /// What they need to take part, if they ticked to say so.
    #[schema(value_type = Vec<code::Accessibility>)]
    accessibility: Vec<&'static str>,
    /// Minutes they were in this group before.
    #[schema(example = 150, minimum = 0)]
    minutes_in_group: Option<u64>,
}

impl std::fmt::Debug for VolunteerAtStageView {
    /// Says nothing of the person.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("VolunteerAtStageView").field("stage", &self.stage).field("handle", &self.handle).finish_non_exhaustive()
    }
}

impl VolunteerAtStageView {
    /// Shows what may be seen.
    pub fn of(seen: VolunteerAtStage, lang: Lang) -> Self {
        Self {
            stage: seen.stage.code(),
            handle: match lang {
                Lang::Ja => format!("応募者 {}", seen.handle),
                Lang::En => format!("Applicant {}", seen.handle),
            },
            name: seen.name,
            age_band: seen.age_band.map(|band| band.code()),
            ward: seen.ward,
            level: seen.level.map(|level| level.code()),
            qualifications: seen.qualifications,
            languages: seen.languages,
            accessibility: seen.needs.iter().map(|need| need.code()).collect(),
            minutes_in_group: seen.minutes_here,
        }
    }
}

/// How far both sides of an application have come.
pub struct Standing {
    /// By which column of the table a group sees the volunteer.
    pub stage: Stage,
    /// What is disclosed to it.
    pub disclosure: Option<Disclosure>,
    /// Whether the volunteer is to be treated as a minor.
    pub minor: bool,
    /// Their age in years, from a birth date.
    pub age: Option<u8>,
}

/// How far both sides of an application have come.
pub fn standing(act: &mut Act<'_, '_>, a: &Application, at: &Circumstances) -> Result<Standing, Problem> {
    let disclosure = act.tx.live_disclosure(a.id, at.now)?;
    let sessions: Vec<_> = act.tx.sessions_held(a.id)?.iter().map(|s| (s.starts_at, s.ends_at)).collect();
    let age = a.volunteer.map(|volunteer| act.tx.age_of(volunteer, at)).transpose()?.flatten();
    let stage = Stage::of(a.state, disclosure.is_some(), &sessions, at.now);
    Ok(Standing { stage, disclosure, minor: is_minor(age, a.said_of_age, &at.rules), age })
}

/// What whoever stands on a ground sees of the volunteer of an application, alone or as one of a list; nothing for the volunteer's own side.
pub fn volunteer_view(
    act: &mut Act<'_, '_>,
    a: &Application,
    opportunity: &Opportunity,
    city: &City,
    at: &Circumstances,
    ground: Ground,
    listed: bool,
) -> Result<Option<VolunteerAtStageView>, Problem> {
    let onlooker = match ground {
        Ground::Manager | Ground::Owner => Onlooker::Group,
        Ground::Coordinator => Onlooker::Coordinator,
        _ => return Ok(None),
    };
    let Standing { stage, age, .. } = standing(act, a, at)?;
    let account = a.volunteer.map(|volunteer| act.tx.account(volunteer)).transpose()?.flatten();
    let profile = a.volunteer.map(|volunteer| act.tx.profile(volunteer)).transpose()?.flatten();
    let contact = a.volunteer.map(|volunteer| act.tx.contact(volunteer)).transpose()?.flatten();
    let known = Known {
        application: a,
        opportunity,
        name: account.as_ref().map(|account| account.name.as_str()),
        wish: profile.as_ref().map(|kept| &kept.profile.wish),
        contact: contact.as_ref().map(|kept| &kept.contact),
        age,
        minutes_here: minutes_in_group(act, a)?,
    };
    let seen = VolunteerAtStage::of(&known, stage, onlooker, listed, city, &at.rules);
    Ok(Some(VolunteerAtStageView::of(seen, act.lang())))
}

/// For how long the volunteer was in the group by other applications.
fn minutes_in_group(act: &mut Act<'_, '_>, a: &Application) -> Result<Option<u64>, Problem> {
    let Some(volunteer) = a.volunteer else { return Ok(None) };
    let record = act.tx.participations_of_account(volunteer)?;
    let earlier = record.iter().filter(|line| line.group == a.group && line.application != a.id);
    Ok(Some(earlier.map(|line| u64::from(line.noted.minutes)).sum()))
}
