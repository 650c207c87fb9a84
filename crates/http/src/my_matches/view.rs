use crate::matching::{AmongView, BecauseView, EngineView, EquityView, FitView, MatchView, NearMissView, OpeningView, WhyNotView};
use crate::opportunity::Shown;
use crate::page::Metadata;
use crate::profile::DroppedView;
use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// One page of what fits one's profile. 自分に合う募集の1ページ。
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = MyMatches)]
pub struct MyMatchesView {
    /// About the list.
    pub metadata: Metadata,
    /// Listings whose conditions all hold, in order.
    pub results: Vec<MyMatchView>,
    /// Listings that fail exactly one condition, best first; at most five, on the first page only.
    #[schema(max_items = 5)]
    pub near_misses: Vec<NearMissView>,
    /// The changes of the profile that would open the most seats among the best 200 near misses; at most three, on the first page only.
    #[schema(max_items = 3)]
    pub opens_more: Vec<OpeningView>,
    /// How many listings words and filters left over; null without any.
    pub among: Option<AmongView>,
    /// Codes of the profile that the city does not know any more; they were not asked for.
    pub dropped: Vec<DroppedView>,
    /// What ranked them.
    pub engine: EngineView,
}

/// A listing that fits, and whether one has seen it. 合う募集。
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = MyMatch)]
pub struct MyMatchView {
    /// The listing and why it fits.
    #[serde(flatten)]
    pub shown: MatchView,
    /// When one has seen it first; null if not yet.
    pub seen_at: Option<DateTime<FixedOffset>>,
}

/// Why a listing is among one's matches, or is not. 合う理由・合わない理由。
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = MyMatchExplained)]
pub struct ExplainedView {
    /// Whether all conditions hold: then it is among one's matches.
    pub fits: bool,
    /// How well both sides fit, 0 to 1; where a condition does not hold, how well they would.
    #[schema(example = 0.87)]
    pub score: f32,
    /// How well each side fits.
    pub fit: FitView,
    /// Why: the contributions of a side add up to its fit.
    pub because: Vec<BecauseView>,
    /// What equity does to its place.
    pub equity: EquityView,
    /// Each condition that does not hold, and the smallest change that would open it; empty if it fits.
    pub why_not: Vec<WhyNotView>,
    /// Ids of the sessions that fit.
    pub sessions: Vec<Uuid>,
    /// When one has seen it first; null if not yet.
    pub seen_at: Option<DateTime<FixedOffset>>,
    /// The listing.
    pub opportunity: Shown,
    /// Codes of the profile that the city does not know any more; they were not asked for.
    pub dropped: Vec<DroppedView>,
    /// What ranks it.
    pub engine: EngineView,
}

/// Which opportunities one has seen. 見た募集。
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = SeenRequest)]
pub struct SeenRequest {
    /// Their ids. Those that are not there any more are passed over.
    #[schema(value_type = Vec<Uuid>, max_items = 100)]
    pub opportunity_ids: Vec<String>,
}
