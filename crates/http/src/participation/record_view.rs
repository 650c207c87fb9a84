use enmusubi_domain::city::City;
use enmusubi_domain::participation::{Sum, Summary};
use enmusubi_domain::text::Lang;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// One's record, added up. 参加の合計。
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Record)]
pub struct RecordView {
    /// How often one was there.
    #[schema(example = 12)]
    participations: u32,
    /// Minutes together.
    #[schema(example = 1530)]
    minutes: u64,
    /// The same in hours, to a tenth.
    #[schema(example = 25.5)]
    hours: f64,
    /// Absences that were not announced.
    #[schema(example = 1)]
    absent: u32,
    /// Absences that were.
    #[schema(example = 1)]
    absent_with_notice: u32,
    /// Share of the expected times at which one was there, 0 to 1, to a thousandth; announced absences left out. Null while there is nothing to go by.
    #[schema(example = 0.923)]
    attendance_rate: Option<f64>,
    /// By theme, most minutes first.
    by_theme: Vec<ThemeSumView>,
    /// By group, most minutes first.
    by_group: Vec<GroupSumView>,
    /// By year, the latest first.
    by_year: Vec<YearSumView>,
}

/// A theme's share. テーマ別。
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = ThemeSum)]
pub struct ThemeSumView {
    /// Its code.
    #[schema(example = "snow")]
    theme: String,
    /// Its name in the caller's language; the code where the city does not know it any more.
    #[schema(example = "除雪・冬のくらし")]
    name: String,
    /// How often.
    #[schema(example = 9)]
    participations: u32,
    /// Minutes together.
    #[schema(example = 1170)]
    minutes: u64,
    /// The same in hours, to a tenth.
    #[schema(example = 19.5)]
    hours: f64,
}

/// A group's share. 団体別。
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = GroupSum)]
pub struct GroupSumView {
    /// The group.
    group_id: Uuid,
    /// What it was called last.
    #[schema(example = "北24条ゆきみち隊")]
    name: String,
    /// How often.
    #[schema(example = 9)]
    participations: u32,
    /// Minutes together.
    #[schema(example = 1170)]
    minutes: u64,
    /// The same in hours, to a tenth.
    #[schema(example = 19.5)]
    hours: f64,
}

/// A year's share. 年別。
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = YearSum)]
pub struct YearSumView {
    /// The year.
    #[schema(example = 2026)]
    year: i32,
    /// How often.
    #[schema(example = 9)]
    participations: u32,
    /// Minutes together.
    #[schema(example = 1170)]
    minutes: u64,
    /// The same in hours, to a tenth.
    #[schema(example = 19.5)]
    hours: f64,
}

/// Minutes as hours, to a tenth.
pub fn hours(minutes: u64) -> f64 {
    (minutes as f64 / 6.0).round() / 10.0
}

/// The name of a theme, or its code where it went.
pub fn theme_name(code: &str, city: &City, lang: Lang) -> String {
    let known = city.themes.number(code).and_then(|number| city.themes.get(number));
    known.map_or_else(|| code.to_owned(), |theme| theme.names.get(lang).to_owned())
}

/// Themes with their sums, most minutes first.
pub fn by_theme(summary: &Summary, city: &City, lang: Lang) -> Vec<ThemeSumView> {
    let view = |(code, sum): (&String, &Sum)| ThemeSumView {
        theme: code.clone(),
        name: theme_name(code, city, lang),
        participations: sum.participations,
        minutes: sum.minutes,
        hours: hours(sum.minutes),
    };
    let mut all: Vec<ThemeSumView> = summary.by_theme.iter().map(view).collect();
    all.sort_by(|a, b| b.minutes.cmp(&a.minutes).then_with(|| a.theme.cmp(&b.theme)));
    all
}

impl RecordView {
    /// Shows sums.
    pub fn of(summary: &Summary, city: &City, lang: Lang) -> Self {
        let mut by_group: Vec<GroupSumView> = summary
            .by_group
            .iter()
            .map(|(id, (name, sum))| GroupSumView {
                group_id: id.0,
                name: name.clone(),
                participations: sum.participations,
                minutes: sum.minutes,
                hours: hours(sum.minutes),
            })
            .collect();
        by_group.sort_by(|a, b| b.minutes.cmp(&a.minutes).then_with(|| a.group_id.cmp(&b.group_id)));
        let year = |(year, sum): (&i32, &Sum)| YearSumView { year: *year, participations: sum.participations, minutes: sum.minutes, hours: hours(sum.minutes) };
        Self {
            participations: summary.total.participations,
            minutes: summary.total.minutes,
            hours: hours(summary.total.minutes),
            absent: summary.absent,
            absent_with_notice: summary.absent_with_notice,
            attendance_rate: summary.attendance_rate().map(|rate| (rate * 1000.0).round() / 1000.0),
            by_theme: by_theme(summary, city, lang),
            by_group,
            by_year: summary.by_year.iter().rev().map(year).collect(),
        }
    }
}
