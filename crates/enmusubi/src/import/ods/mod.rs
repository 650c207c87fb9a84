//! The municipal open-data event list: 推奨データセット (old column names) and 自治体標準オープンデータセット (new ones).
//!
//! Columns are found by name, never by position: published files differ in order, in brackets, and in columns of their own.

/// Dates, hours and repeat codes as Japanese municipalities write them (DS-441).
mod values;

use super::columns::Columns;
use super::mapping::pick::Header;
use enmusubi_domain::text::{SHORT_MAX, TITLE_MAX};
use std::collections::HashMap;
use values::{half_width, narrow_date, repeat_rule, seats, until_after};

/// The columns of an event list by their usual names.
pub struct EventList {
    columns: HashMap<String, usize>,
}

impl EventList {
    /// Looks whether a header is one of an event list.
    pub fn of(header: &Header) -> Option<Self> {
        let columns: HashMap<String, usize> = header.names().iter().enumerate().map(|(i, name)| (usual(name), i)).collect();
        let list = Self { columns };
        (list.has("イベント名") && list.has("開始日")).then_some(list)
    }

    fn has(&self, column: &str) -> bool {
        self.columns.contains_key(column)
    }

    /// One row under our names.
    pub fn row(&self, fields: &[String]) -> Columns {
        let get = |names: &[&str]| names.iter().find_map(|n| fields.get(*self.columns.get(*n)?).map(|f| f.trim()).filter(|f| !f.is_empty()));
        let narrow = |names: &[&str]| get(names).map(half_width);
        let mut c = Columns::default();
        let mut put = |column: &str, value: Option<&str>| c.put(column, value.unwrap_or_default());

        let publisher = narrow(&["全国地方公共団体コード", "都道府県コード又は市区町村コード"]);
        let whole = publisher.as_deref().map(|raw| enmusubi_domain::area::repaired_code(raw).unwrap_or_else(|| raw.to_owned()));
        let number = narrow(&["ID", "NO"]);
        put("ref", number.map(|n| whole.iter().cloned().chain([n]).collect::<Vec<_>>().join("/")).as_deref());
        put("fallback_area", publisher.as_deref());
        put("areas", narrow(&["所在地_全国地方公共団体コード"]).as_deref());

        let municipality = get(&["地方公共団体名", "市区町村名", "都道府県名"]);
        put("group_name", get(&["主催者", "主催団体", "連絡先名称"]).or(municipality));
        put("title", get(&["イベント名"]));
        put("title_en", get(&["イベント名_英字", "イベント名_英語"]).filter(|t| t.chars().count() <= TITLE_MAX));
        put("summary", get(&["概要", "サブタイトル"]));
        let sort = [get(&["イベント種類"]), get(&["タグ"]), get(&["カテゴリー"]), get(&["キーワード"])];
        put("theme_hints", Some(&sort.iter().flatten().map(|t| t.replace(['、', ','], ";")).collect::<Vec<_>>().join(";")));
        put("kind", Some(kind(sort[0].unwrap_or_default(), get(&["イベント名"]).unwrap_or_default())));

        let address = get(&["所在地_連結表記", "開催場所住所", "住所"]).map(str::to_owned).or_else(|| {
            let parts = ["所在地_都道府県", "所在地_市区町村", "所在地_町字", "所在地_番地以下"].map(|n| get(&[n]).unwrap_or_default());
            Some(parts.concat()).filter(|a| !a.is_empty())
        });
        let building = get(&["建物名等(方書)", "方書"]);
        put("address", Some(&[address.as_deref(), building].into_iter().flatten().collect::<Vec<_>>().join(" ")));
        put("place_name", get(&["場所名称", "集合(受付)場所"]));
        let (lat, lon) = (narrow(&["緯度"]), narrow(&["経度"]));
        let point = lat.zip(lon).filter(|(a, b)| a.parse().is_ok_and(|n: f64| n != 0.0) && b.parse().is_ok_and(|n: f64| n != 0.0));
        put("lat", point.as_ref().map(|p| p.0.as_str()));
        put("lon", point.as_ref().map(|p| p.1.as_str()));
        let online = get(&["Web開催", "Web開催区分"]).is_some_and(|w| matches!(w, "1" | "有" | "オンライン" | "オンラインのみ" | "Web開催"));
        let only_online = get(&["Web開催URL"]).is_some() && address.is_none() && point.is_none();
        put("remote", (online && address.is_none() || only_online).then_some("true"));

        let from = narrow(&["開始時間", "開始時刻"]);
        let to = narrow(&["終了時間", "終了時刻"]).or_else(|| until_after(from.as_deref()?, &narrow(&["所要時間"])?));
        put("from", from.as_deref());
        put("to", to.as_deref());
        put("starts_on", narrow(&["開始日"]).map(|d| narrow_date(&d)).as_deref());
        put("ends_on", narrow(&["終了日"]).map(|d| narrow_date(&d)).as_deref());
        put("rule", narrow(&["開催パターン"]).and_then(|p| repeat_rule(&p)).as_deref());
        put("seats", narrow(&["定員"]).and_then(|s| seats(&s)).as_deref());
        let (close, hour) = (narrow(&["参加申込終了日", "申込期限日"]).map(|d| narrow_date(&d)), narrow(&["参加申込終了時間", "申込期限時刻"]));
        put("apply_by", close.map(|d| hour.map_or_else(|| d.clone(), |h| format!("{d}T{h:0>5}"))).as_deref());
        put("published_at", narrow(&["掲載開始日", "公開日"]).map(|d| narrow_date(&d)).as_deref());

        let (basic, detail) = (narrow(&["料金(基本)"]), get(&["料金(詳細)", "料金説明"]));
        put("cost", cost(get(&["料金種別", "料金有無"]), basic.as_deref(), detail).as_deref());
        put("url", get(&["URL", "コンテンツURL", "イベントURL", "参加申込URL"]).filter(|u| u.starts_with("http")));
        put("state", get(&["状態"]).filter(|s| s.contains("中止")).map(|_| "cancelled"));
        let audience = get(&["対象者"]).map(|a| format!("対象: {}", a.replace([';', '；'], "、"))).filter(|a| a.chars().count() <= SHORT_MAX);
        put("requirements", audience.as_deref());
        let more = ["開始日時特記事項", "開催条件", "定員備考", "参加申込方法", "アクセス方法", "駐車場情報", "備考"];
        let said = |name: &&str| get(&[name]).map(|text| format!("{name}: {text}"));
        let fee = detail.filter(|d| d.chars().count() > 100).map(|d| format!("料金: {d}"));
        let paragraphs = get(&["説明"]).map(str::to_owned).into_iter().chain(fee).chain(more.iter().filter_map(said));
        put("description", Some(&paragraphs.collect::<Vec<_>>().join("\n")));
        c
    }
}

/// A column's name without differences in width, spaces and brackets.
fn usual(name: &str) -> String {
    half_width(name).chars().filter(|c| !c.is_whitespace()).collect()
}

fn kind(sort: &str, title: &str) -> &'static str {
    let says = |words: &[&str]| words.iter().any(|w| sort.contains(w) || (sort.is_empty() && title.contains(w)));
    if says(&["講座", "教室", "セミナー", "講習", "研修"]) {
        "course"
    } else if says(&["体験"]) {
        "trial"
    } else {
        "event"
    }
}

fn cost(sort: Option<&str>, basic: Option<&str>, detail: Option<&str>) -> Option<String> {
    let yen = match basic.map(|b| b.trim_end_matches('円').replace(',', "")) {
        Some(n) if n == "0" => Some("無料".to_owned()),
        Some(n) if n.bytes().all(|b| b.is_ascii_digit()) => Some(format!("{n}円")),
        Some(_) => basic.map(str::to_owned),
        None => sort.map(str::to_owned),
    };
    let detail = detail.filter(|d| d.chars().count() <= 100).map(|d| d.replace(['\n', '\r'], " "));
    let both = [yen, detail].into_iter().flatten().collect::<Vec<_>>();
    Some(both.join("、")).filter(|c| !c.is_empty() && c.chars().count() <= SHORT_MAX)
}

#[cfg(test)]
mod tests;
