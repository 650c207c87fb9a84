use super::words;
use crate::code;
use crate::opportunity::Shown;
use enmusubi_domain::ladder::{Done, Ladder, Missing};
use enmusubi_domain::level::Level;
use enmusubi_domain::text::Lang;
use serde::Serialize;
use utoipa::ToSchema;

/// Where one stands on the ladder. 自分の段階。
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = MyLadder)]
pub struct MyLadderView {
    /// Theme by theme: those one took part in, and those of one's profile, in the order of codes.
    pub results: Vec<StandingView>,
}

/// Where one stands in one theme. テーマごとの段階。
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = LadderStanding)]
pub struct StandingView {
    /// The theme.
    #[schema(example = "snow")]
    theme: String,
    /// Its name in the caller's language; the code where the city does not know it any more.
    #[schema(example = "除雪・冬のくらし")]
    name: String,
    /// The level one has earned.
    #[schema(value_type = code::Level, example = "basic")]
    level: &'static str,
    /// The same in the caller's language.
    #[schema(example = "基礎")]
    level_name: &'static str,
    /// Attended sessions that are no course.
    #[schema(example = 4)]
    participations: u32,
    /// Minutes of them together.
    #[schema(example = 480)]
    minutes: u64,
    /// Attended courses.
    #[schema(example = 0)]
    courses: usize,
    /// The next step; null at the top.
    next: Option<NextView>,
    /// Open opportunities that count towards it and fit one, a course first where courses count; at most three.
    #[schema(max_items = 3)]
    suggestions: Vec<Shown>,
}

/// The next step. 次の段階。
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = LadderNext)]
pub struct NextView {
    /// The level it leads to.
    #[schema(value_type = code::Level, example = "applied")]
    to: &'static str,
    /// The same in the caller's language.
    #[schema(example = "応用")]
    name: &'static str,
    /// What of each way is still missing; one way is enough.
    any_of: Vec<MissingView>,
}

/// What of one way is still missing. 足りないもの。
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = LadderMissing)]
pub struct MissingView {
    /// Participations.
    #[schema(example = 6)]
    participations: u32,
    /// Minutes.
    #[schema(example = 720)]
    minutes: u64,
    /// Courses.
    #[schema(example = 0)]
    courses: u32,
    /// The level of those courses, at least; null means any.
    #[schema(value_type = Option<code::Level>)]
    course_level_at_least: Option<&'static str>,
    /// A participation with at least this much responsibility.
    #[schema(value_type = Option<code::Responsibility>)]
    responsibility_at_least: Option<&'static str>,
    /// The level that must come first.
    #[schema(value_type = Option<code::Level>)]
    from_level: Option<&'static str>,
    /// The same in a sentence, in the caller's language.
    #[schema(example = "あと参加6回、合計12時間")]
    text: String,
}

impl MissingView {
    fn of(m: &Missing, lang: Lang) -> Self {
        Self {
            participations: m.participations,
            minutes: m.minutes,
            courses: m.courses,
            course_level_at_least: m.course_level_at_least.map(|level| level.code()),
            responsibility_at_least: m.responsibility_at_least.map(|weight| weight.code()),
            from_level: m.from_level.map(|level| level.code()),
            text: words::missing(m, lang),
        }
    }
}

impl StandingView {
    /// Shows what somebody has done in a theme, and what comes next.
    pub fn of(theme: &str, name: String, done: &Done, ladder: &Ladder, suggestions: Vec<Shown>, lang: Lang) -> Self {
        let level: Level = ladder.level(done);
        let next = ladder.next(level).map(|step| NextView {
            to: step.to.code(),
            name: step.to.word(lang),
            any_of: step.any_of.iter().filter_map(|way| way.missing(done, level)).map(|m| MissingView::of(&m, lang)).collect(),
        });
        Self {
            theme: theme.to_owned(),
            name,
            level: level.code(),
            level_name: level.word(lang),
            participations: done.participations,
            minutes: done.minutes,
            courses: done.courses.len(),
            next,
            suggestions,
        }
    }
}
