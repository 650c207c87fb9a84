//! The city's calendar, from the settings.

use crate::cli::Common;
use chrono::NaiveDate;
use enmusubi_domain::city::Calendar;
use enmusubi_domain::holiday::Holidays;
use std::collections::BTreeMap;
use std::path::Path;

/// Reads time zone and holidays. Answers a sentence that names the file and line of what is wrong.
pub fn of(common: &Common) -> Result<Calendar, String> {
    let holidays = match common.holidays.as_str() {
        "jp" => Holidays::Japan,
        "none" => Holidays::Listed(BTreeMap::new()),
        file => Holidays::Listed(listed(Path::new(file))?),
    };
    Ok(Calendar { tz: common.time_zone, holidays })
}

fn listed(file: &Path) -> Result<BTreeMap<NaiveDate, String>, String> {
    let shown = file.display();
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_path(file).map_err(|e| format!("--holidays {shown}: {e}"))?;
    let mut days = BTreeMap::new();
    for (i, row) in reader.records().enumerate() {
        let line = i + 2;
        let row = row.map_err(|e| format!("--holidays {shown} line {line}: {e}"))?;
        let date = row.get(0).unwrap_or_default().trim();
        let date = date.parse().map_err(|_| format!("--holidays {shown} line {line}: \"{date}\" is no date (YYYY-MM-DD)"))?;
        days.insert(date, row.get(1).unwrap_or_default().trim().to_owned());
    }
    Ok(days)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn holidays_can_be_listed_in_a_file() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("holidays.csv");
        std::fs::write(&file, "date,name\n2026-07-04,Independence Day\n").unwrap();
        assert!(listed(&file).unwrap().contains_key(&"2026-07-04".parse().unwrap()));
        std::fs::write(&file, "date,name\n4 July,Independence Day\n").unwrap();
        assert!(listed(&file).unwrap_err().contains("line 2"));
    }
}
