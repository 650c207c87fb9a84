use super::among::AmongView;
use super::change::ChangeView;
use crate::code;
use crate::opportunity::Shown;
use enmusubi_domain::matching::{Because, Equity, Evaluation, Opening, Policy, WhyNot};
use enmusubi_domain::text::Lang;
use serde::Serialize;
use serde_json::{Value, json};
use utoipa::ToSchema;
use uuid::Uuid;

/// The answer to a wish. 適合の結果。
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = MatchAnswer)]
pub struct MatchesView {
    /// Listings whose conditions all hold, best first.
    pub results: Vec<MatchView>,
    /// Listings that fail exactly one condition, best first; at most five.
    #[schema(max_items = 5)]
    pub near_misses: Vec<NearMissView>,
    /// The changes that would open the most seats among the best 200 near misses; at most three. Null where `opens_more` did not ask.
    #[schema(max_items = 3)]
    pub opens_more: Option<Vec<OpeningView>>,
    /// How many listings the words of `q` left over; null without `q`.
    pub among: Option<AmongView>,
    /// What ranked them.
    pub engine: EngineView,
}

/// A listing that fits.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Match)]
pub struct MatchView {
    /// How well both sides fit, 0 to 1: the harmonic mean of `fit`, or `fit.person` alone.
    #[schema(example = 0.87)]
    pub score: f32,
    /// How well each side fits.
    pub fit: FitView,
    /// The listing.
    pub opportunity: Shown,
    /// Why: the contributions of a side add up to its fit.
    pub because: Vec<BecauseView>,
    /// What equity did to its place: results are ordered by `score x equity.factor`.
    pub equity: EquityView,
    /// Ids of the sessions that fit.
    pub sessions: Vec<Uuid>,
}

/// How well each side fits.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Fit)]
pub struct FitView {
    /// What the person asked for, 0 to 1.
    #[schema(example = 0.91)]
    pub person: f32,
    /// What the group seeks, 0 to 1; null where it seeks nothing that was answered.
    #[schema(example = 0.83)]
    pub group: Option<f32>,
}

/// One reason.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Because)]
pub struct BecauseView {
    /// `area`, `time`, `theme`, `level`; `commitment`, `skills`, `language`, `newcomer`; or `nothing_asked`.
    #[schema(example = "time")]
    pub factor: &'static str,
    /// Whose reason it is: `person` or `group`.
    #[schema(example = "person")]
    pub side: &'static str,
    /// Its value, 0 to 1.
    #[schema(example = 1.0)]
    pub value: f32,
    /// Its share of the side's weight; the shares of a side add up to 1.
    #[schema(example = 0.3)]
    pub weight: f32,
    /// `value x weight`.
    #[schema(example = 0.3)]
    pub contribution: f32,
    /// A sentence that names facts, in the caller's language.
    #[schema(example = "土曜午前に2時間30分重なります（11月28日（土））")]
    pub text: String,
}

/// What equity did to its place.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Equity)]
pub struct EquityView {
    /// What the score is multiplied by.
    #[schema(example = 1.05)]
    pub factor: f32,
    /// Recent connections that were counted.
    #[schema(example = 0)]
    pub connections: u32,
    /// Share of its places that are free.
    #[schema(example = 0.5)]
    pub unfilled: f32,
    /// Why it stands higher or lower than its fit alone would put it, in the caller's language.
    #[schema(example = "席の50％がまだ空いているため、少し前に出ています")]
    pub text: String,
}

/// One change of the wish that would open more.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Opening)]
pub struct OpeningView {
    /// The change, for programs.
    pub change: ChangeView,
    /// What it would open, in the caller's language.
    #[schema(example = "土曜の午前を空けられれば、あと3件の募集（あわせて12席）に参加できます")]
    pub text: String,
    /// How many of the near misses it opens.
    #[schema(example = 3)]
    pub listings: u32,
    /// Their free seats, summed; a listing that counts no seats counts as one.
    #[schema(example = 12)]
    pub seats: u32,
}

/// A listing that fails exactly one condition.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = NearMiss)]
pub struct NearMissView {
    /// The score it would have if the condition held.
    #[schema(example = 0.8)]
    pub score: f32,
    /// The listing.
    pub opportunity: Shown,
    /// What stands between.
    pub why_not: Vec<WhyNotView>,
}

/// A condition that does not hold, and the smallest change that would open it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = WhyNot)]
pub struct WhyNotView {
    /// The condition.
    #[schema(value_type = code::Gate, example = "time")]
    pub gate: &'static str,
    /// A sentence, in the caller's language.
    #[schema(example = "土曜午前が空けば参加できます")]
    pub text: String,
    /// The change, for programs.
    pub change: ChangeView,
}

/// What ranked them.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Engine)]
pub struct EngineView {
    /// The version of the program.
    #[schema(example = "0.1.0")]
    pub version: &'static str,
    /// The ranking policy in force (see `/v1/ranking-policies/current`).
    pub policy_id: Uuid,
}

impl MatchView {
    /// Shows a listing that fits.
    pub fn of(evaluation: &Evaluation, policy: &Policy, opportunity: Shown, because: Vec<Because>, sessions: Vec<Uuid>, lang: Lang) -> Self {
        Self {
            score: evaluation.score,
            fit: FitView { person: evaluation.person, group: evaluation.group },
            opportunity,
            because: because.into_iter().map(|b| BecauseView::of(b, lang)).collect(),
            equity: EquityView::of(evaluation.equity, policy, lang),
            sessions,
        }
    }
}

impl BecauseView {
    fn of(because: Because, lang: Lang) -> Self {
        Self {
            factor: because.factor,
            side: because.side.code(),
            value: because.value,
            weight: because.weight,
            contribution: because.contribution,
            text: because.text(lang).to_owned(),
        }
    }
}

impl EquityView {
    /// Shows what equity did.
    pub fn of(equity: Equity, policy: &Policy, lang: Lang) -> Self {
        Self { factor: equity.factor, connections: equity.connections, unfilled: equity.unfilled, text: equity.text(policy, lang) }
    }
}

impl WhyNotView {
    /// Shows what stands between.
    pub fn of(why_not: WhyNot, lang: Lang) -> Self {
        Self { gate: why_not.gate.code(), text: why_not.text(lang).to_owned(), change: ChangeView::of(why_not.change) }
    }
}

impl OpeningView {
    /// Shows a change that would open more.
    pub fn of(opening: Opening, lang: Lang) -> Self {
        let text = match lang {
            Lang::Ja => opening.text_ja,
            Lang::En => opening.text_en,
        };
        Self { change: ChangeView::of(opening.change), text, listings: opening.listings, seats: opening.seats }
    }
}

/// The request of the contract.
pub fn example_request() -> Value {
    json!({
        "themes": [{ "code": "childcare", "interest": 1.0, "level": "introductory" }],
        "areas": ["011037"],
        "home": { "lat": 43.07, "lon": 141.36 },
        "reach_km": 5,
        "level": "introductory",
        "availability": {
            "day_parts": ["sat_morning", "holiday_afternoon"],
            "weekly": [{ "day": "wed", "from": "18:30", "to": "20:30" }],
            "except": ["2026-12-31"],
            "from": "2026-11-24",
            "to": "2027-02-28"
        },
        "responsibility": "help",
        "age": 34,
        "party_size": 1,
        "accessibility": [],
        "languages": ["ja"],
        "limit": 20
    })
}
