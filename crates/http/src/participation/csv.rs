use enmusubi_domain::participation::Participation;

/// The media type.
pub const MEDIA: &str = "text/csv; charset=utf-8";

/// The byte order mark by which spreadsheets know UTF-8.
const BOM: &str = "\u{feff}";

/// What stands in the columns, in Japanese and in English.
const HEADER: [&str; 15] = [
    "日付 date",
    "開始 starts_at",
    "終了 ends_at",
    "団体 group",
    "活動 title",
    "種類 kind",
    "段階 level",
    "テーマ themes",
    "責任 responsibility",
    "出欠 outcome",
    "分 minutes",
    "事前連絡 notice",
    "申し立て objection",
    "記録日時 recorded_at",
    "記録ID participation_id",
];

/// A record as a table for spreadsheets: every cell quoted where it must be (RFC 4180), and none of them a formula.
pub fn table(lines: &[Participation], tz: chrono_tz::Tz) -> Vec<u8> {
    let at = |instant: chrono::DateTime<chrono::Utc>| instant.with_timezone(&tz).to_rfc3339();
    let mut text = BOM.to_owned();
    row(&mut text, HEADER.map(str::to_owned));
    for p in lines {
        row(
            &mut text,
            [
                p.held_on.to_string(),
                p.starts_at.map(at).unwrap_or_default(),
                p.ends_at.map(at).unwrap_or_default(),
                p.group_name.clone(),
                p.title.clone(),
                p.kind.code().to_owned(),
                p.level.map(|level| level.code().to_owned()).unwrap_or_default(),
                p.themes.join(" "),
                p.responsibility.code().to_owned(),
                p.noted.outcome.code().to_owned(),
                p.noted.minutes.to_string(),
                p.noted.notice.to_string(),
                p.objection.as_ref().map(|o| o.text.clone()).unwrap_or_default(),
                at(p.recorded_at),
                p.id.to_string(),
            ],
        );
    }
    text.into_bytes()
}

fn row(text: &mut String, cells: [String; 15]) {
    let cells: Vec<String> = cells.iter().map(|cell| quoted(&disarmed(cell))).collect();
    text.push_str(&cells.join(","));
    text.push_str("\r\n");
}

/// Whatever a spreadsheet might take for a formula begins with an apostrophe: also the full-width signs that a Japanese one reads as well, and
/// what follows blanks that it passes over.
fn disarmed(cell: &str) -> String {
    let begins = cell.trim_start_matches(|c: char| c.is_whitespace() || c.is_control()).chars().next();
    let formula = matches!(begins, Some('=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠'));
    let odd = cell.starts_with(['\t', '\r', '\n']);
    if formula || odd { format!("'{cell}") } else { cell.to_owned() }
}

fn quoted(cell: &str) -> String {
    if cell.contains(['"', ',', '\r', '\n']) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula() {
        for (cell, safe) in [
            ("雪かき", "雪かき"),
            ("", ""),
            ("=1+1", "'=1+1"),
            ("+81", "'+81"),
            ("-2", "'-2"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("＝1", "'＝1"),
            ("　=1", "'　=1"),
            ("\t=1", "'\t=1"),
            ("\tx", "'\tx"),
            ("1-2", "1-2"),
        ] {
            assert_eq!(disarmed(cell), safe, "{cell:?}");
        }
        assert_eq!(quoted(&disarmed("=HYPERLINK(\"http://x\",\"y\")")), "\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\"");
        assert_eq!(quoted("a\nb"), "\"a\nb\"");
    }
}
