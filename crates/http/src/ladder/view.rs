use super::words;
use crate::code;
use enmusubi_domain::ladder::{Ladder, Requirement};
use enmusubi_domain::text::Lang;
use serde::Serialize;
use utoipa::ToSchema;

/// The ladder: how taking part raises a level. ステップアップの基準。
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Ladder)]
pub struct LadderView {
    /// One step for each level above the first, upwards. They hold in each theme by itself.
    steps: Vec<StepView>,
}

/// How one level is reached. 段階の基準。
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = LadderStep)]
pub struct StepView {
    /// The level.
    #[schema(value_type = code::Level, example = "basic")]
    to: &'static str,
    /// The same in the caller's language.
    #[schema(example = "基礎")]
    name: &'static str,
    /// Ways to it; one of them is enough.
    any_of: Vec<RequirementView>,
}

/// One way to a level: everything it asks for. 条件。
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = LadderRequirement)]
pub struct RequirementView {
    /// Attended sessions that are no course.
    #[schema(example = 5)]
    participations: u32,
    /// Minutes of them together.
    #[schema(example = 0)]
    minutes: u32,
    /// Attended courses; each counts once, however many sessions it has.
    #[schema(example = 1)]
    courses: u32,
    /// The level of those courses, at least; null means any.
    #[schema(value_type = Option<code::Level>, example = "basic")]
    course_level_at_least: Option<&'static str>,
    /// One participation carried at least this much responsibility.
    #[schema(value_type = Option<code::Responsibility>)]
    responsibility_at_least: Option<&'static str>,
    /// Only from this level on.
    #[schema(value_type = Option<code::Level>)]
    from_level: Option<&'static str>,
    /// The same in a sentence, in the caller's language.
    #[schema(example = "参加5回、「基礎」以上の講座1つ")]
    text: String,
}

impl RequirementView {
    fn of(way: &Requirement, lang: Lang) -> Self {
        Self {
            participations: way.participations,
            minutes: way.minutes,
            courses: way.courses,
            course_level_at_least: way.course_level_at_least.map(|level| level.code()),
            responsibility_at_least: way.responsibility_at_least.map(|weight| weight.code()),
            from_level: way.from_level.map(|level| level.code()),
            text: words::asked(way, lang),
        }
    }
}

impl LadderView {
    /// Shows the rules.
    pub fn of(ladder: &Ladder, lang: Lang) -> Self {
        let steps = ladder.steps.iter().map(|step| StepView {
            to: step.to.code(),
            name: step.to.word(lang),
            any_of: step.any_of.iter().map(|way| RequirementView::of(way, lang)).collect(),
        });
        Self { steps: steps.collect() }
    }
}
