use chrono::{DateTime, Datelike, Utc};
use chrono_tz::Tz;
use enmusubi_domain::text::Lang;

const DAYS: [&str; 7] = ["月", "火", "水", "木", "金", "土", "日"];

/// A moment of the city: 12月5日(土) 10:00.
pub fn moment(at: DateTime<Utc>, tz: Tz, lang: Lang) -> String {
    let civil = at.with_timezone(&tz);
    match lang {
        Lang::Ja => {
            let day = DAYS.get(civil.weekday().num_days_from_monday() as usize).copied().unwrap_or_default();
            format!("{}年{}月{}日({day}) {}", civil.year(), civil.month(), civil.day(), civil.format("%H:%M"))
        }
        Lang::En => civil.format("%a %-d %b %Y, %H:%M").to_string(),
    }
}

/// From a moment to another; on the same day the day stands there once.
pub fn span(from: DateTime<Utc>, to: DateTime<Utc>, tz: Tz, lang: Lang) -> String {
    let same_day = from.with_timezone(&tz).date_naive() == to.with_timezone(&tz).date_naive();
    let end = if same_day { to.with_timezone(&tz).format("%H:%M").to_string() } else { moment(to, tz, lang) };
    let dash = if lang == Lang::Ja { "〜" } else { "–" };
    format!("{}{dash}{end}", moment(from, tz, lang))
}
