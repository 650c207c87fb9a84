use enmusubi_domain::area::AreaKind as Area;
use enmusubi_domain::criteria::{AudienceGroup, Facet};
use enmusubi_domain::day::{DayKind, DayPart as Part};
use enmusubi_domain::group::GroupKind as Groups;
use enmusubi_domain::level::{Accessibility as Need, Level as Rung, Responsibility as Weight};
use enmusubi_domain::matching::Gate as Condition;
use enmusubi_domain::opportunity::{Commitment as Stay, Insurance as Cover, Kind, State};
use std::borrow::Cow;
use utoipa::openapi::schema::{ObjectBuilder, Schema};
use utoipa::openapi::{RefOr, Type};
use utoipa::{PartialSchema, ToSchema};

/// Day parts of both kinds, `mon_morning` to `holiday_evening`.
pub const DAY_PARTS: &str = "mon_morning … sun_evening, holiday_morning, holiday_afternoon, holiday_evening";

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $list:ident: $codes:expr, $text:literal;)*) => {$(
        $(#[$doc])*
        pub struct $name;

        /// Every code of the list, in order.
        pub fn $list() -> Vec<String> {
            $codes
        }

        impl PartialSchema for $name {
            fn schema() -> RefOr<Schema> {
                RefOr::T(ObjectBuilder::new().schema_type(Type::String).enum_values(Some($list())).description(Some($text)).into())
            }
        }

        impl ToSchema for $name {
            fn name() -> Cow<'static, str> {
                Cow::Borrowed(stringify!($name))
            }
        }
    )*};
}

macro_rules! of {
    ($domain:ty) => {
        <$domain>::ALL.iter().map(|word| word.code().to_owned()).collect()
    };
}

codes! {
    /// Kinds of opportunity.
    OpportunityKind = opportunity_kinds: of!(Kind), "Kind of opportunity: 活動, 体験, イベント, 講座, インターン, 支え合い, 交流の場.";
    /// States of an opportunity.
    OpportunityState = states: of!(State), "Where an opportunity stands in its life: 下書き, 公開中, 終了, 中止. Drafts are never shown.";
    /// Kinds of group.
    GroupKind = group_kinds: of!(Groups), "Kind of group: 町内会・自治組織, NPO, ボランティア団体, 学校, 施設, 社会福祉協議会など, その他.";
    /// Kinds of area.
    AreaKind = area_kinds: of!(Area), "Kind of area: 都道府県, 市, 区, 地区.";
    /// Levels.
    Level = levels: of!(Rung), "段階: 入門, 基礎, 応用, 専門.";
    /// Responsibilities, lightest first.
    Responsibility = responsibilities: of!(Weight), "責任の重さ, lightest first: 見学, 手伝い, 担当, 責任者.";
    /// Kinds of day.
    Day = days: of!(DayKind), "Kind of day. A public holiday is `holiday`, not its weekday.";
    /// Day parts.
    DayPart = day_parts: Part::all().map(Part::code).collect(), "時間帯: kind of day and morning (6-12), afternoon (12-18) or evening (18-24).";
    /// What a place or an activity offers to people who need it.
    Accessibility = accessibility: of!(Need), "What it offers to people who need it. 配慮.";
    /// Who insures.
    Insurance = insurances: of!(Cover), "Who insures: 団体が加入, 各自で加入, なし.";
    /// For how long.
    Commitment = commitments: of!(Stay), "継続 or 単発.";
    /// Gates.
    Gate = gates: of!(Condition), "A hard condition: 受付中, 空き, 日時, 場所, 段階, 年齢, 責任の重さ, 資格, 配慮, ことば.";
    /// Public types.
    ItemKind = item_kinds: ["opportunity", "group"].map(str::to_owned).to_vec(), "Public type: 募集, 団体.";
}

/// Whom an opportunity may welcome in particular.
pub fn audiences() -> Vec<String> {
    of!(AudienceGroup)
}

/// What can be counted.
pub fn facets() -> Vec<String> {
    Facet::ALL.iter().map(|(_, code)| (*code).to_owned()).collect()
}

/// Orders of a list of opportunities.
pub fn sorts() -> Vec<String> {
    ["relevance", "soonest", "newest", "nearest"].map(str::to_owned).to_vec()
}

/// Orders of a list of groups.
pub fn group_sorts() -> Vec<String> {
    ["relevance", "newest", "nearest"].map(str::to_owned).to_vec()
}

/// Languages the service speaks.
pub fn languages() -> Vec<String> {
    ["ja", "en"].map(str::to_owned).to_vec()
}
