use super::*;
use chrono::TimeDelta;

const OURS: &[&str] = &["ref", "title", "themes", "areas", "address", "lat", "starts_on", "apply_by", "day_parts", "from"];

fn header(names: &[&str]) -> Header {
    Header::new(&names.iter().map(|n| (*n).to_owned()).collect::<Vec<_>>())
}

fn fields(values: &[&str]) -> Vec<String> {
    values.iter().map(|v| (*v).to_owned()).collect()
}

#[test]
fn columns_pieces_and_alternatives_are_picked() {
    let mapping = Mapping::parse(
        r#"
        [columns]
        ref = "Nr"
        title = { first_of = ["Title", "Nr"] }
        lat = { first_of = ["Lat", { from = "where", between = ["'lat': '", "'"] }] }
        address = { all_of = ["Street", { from = "where", between = ["(", ")"], before = "Town of " }], join = ", " }
        "#,
        OURS,
    )
    .unwrap();
    let header = header(&["Nr", "Title", "Lat", "Street", "where"]);
    let row = mapping.row(&header, &fields(&[" 7 ", "", "", "Main St 1", "{'lat': '40.5'} (York)"]), 0).0;
    let get = |c: &str| row.get(c).unwrap_or_default().to_owned();
    assert_eq!((get("ref"), get("title"), get("lat"), get("address")), ("7".into(), "7".into(), "40.5".into(), "Main St 1, Town of York".into()));
}

#[test]
fn code_values_are_translated_and_unknown_ones_refused_by_name() {
    let toml = "[columns]\nthemes = \"cat\"\nareas = \"boro\"\n[separators]\nthemes = \",\"\n[values.themes]\nParks = \"greenery\"\nHealth = \"health\"\n[values.areas]\n\"*\" = \"X\"\n";
    let mapping = Mapping::parse(toml, OURS).unwrap();
    let header = header(&["cat", "boro"]);
    let row = mapping.row(&header, &fields(&["Parks, Health", "?"]), 0).0;
    assert_eq!((row.get("themes"), row.get("areas")), (Some("greenery;health"), Some("X")));
    let wrong = mapping.row(&header, &fields(&["Parks,Zoo", ""]), 0).1;
    assert_eq!((wrong[0].field.as_str(), wrong[0].code), ("themes (cat)", "unknown_code"));
    assert!(wrong[0].detail.contains("Zoo"));
}

#[test]
fn some_rows_are_read_in_another_way() {
    let toml = "[columns]\nref = \"id\"\n[defaults]\nfrom = \"10:00\"\n[[when]]\ncolumn = \"kind\"\nis = [\"ongoing\"]\ncolumns = { apply_by = \"end\" }\ndefaults = { day_parts = \"sat_morning\" }\n[[when]]\ncolumn = \"kind\"\nis = [\"once\"]\ncolumns = { starts_on = \"start\" }\n";
    let mapping = Mapping::parse(toml, OURS).unwrap();
    let header = header(&["id", "kind", "start", "end"]);
    let ongoing = mapping.row(&header, &fields(&["1", "ongoing", "2011-01-01", "2011-12-31"]), 0).0;
    assert_eq!((ongoing.get("apply_by"), ongoing.get("day_parts"), ongoing.get("starts_on")), (Some("2011-12-31"), Some("sat_morning"), None));
    let once = mapping.row(&header, &fields(&["1", "once", "2011-01-01", "2011-12-31"]), 1).0;
    assert_eq!((once.get("starts_on"), once.get("from")), (Some("2011-01-08"), Some("10:00")));
}

#[test]
fn dates_move_by_whole_weeks() {
    let mapping = Mapping::parse("[columns]\nstarts_on = \"d\"\n[dates]\nformat = \"%B %d %Y\"\nshift_to = \"today\"\nnewest = \"d\"\n", OURS).unwrap();
    let newest = mapping.dates.date("September 26 2011").unwrap();
    let today = "2026-11-25".parse().unwrap();
    let weeks = mapping.dates.weeks(Some(newest), today);
    let moved = newest + TimeDelta::weeks(weeks);
    assert!((0..7).contains(&(today - moved).num_days()) && chrono::Datelike::weekday(&moved) == chrono::Datelike::weekday(&newest));
    let row = mapping.row(&header(&["d"]), &fields(&["September 26 2011"]), weeks).0;
    assert_eq!(row.get("starts_on"), Some(moved.to_string().as_str()));
    assert_eq!(mapping.row(&header(&["d"]), &fields(&["soon"]), weeks).0.get("starts_on"), Some("soon"));
}

#[test]
fn a_mapping_that_cannot_work_says_why() {
    let why = |toml: &str| Mapping::parse(toml, OURS).unwrap_err().to_string();
    assert!(why("[columns]\ntitel = \"x\"").contains("titel"));
    assert!(why("colums = 1").contains("colums"));
    assert!(why("[dates]\nshift_to = \"soon\"\nnewest = \"d\"").contains("shift_to"));
    assert!(why("[dates]\nformat = \"%Q\"").contains("strftime"));
    assert!(why("[dates]\nshift_to = \"today\"").contains("newest"));
    let mapping = Mapping::parse("[columns]\ntitle = \"Titel\"\n[[when]]\ncolumn = \"Art\"\nis = [\"x\"]", OURS).unwrap();
    let error = mapping.check_header(&header(&["Title"])).unwrap_err().to_string();
    assert!(error.contains("Art, Titel") && error.contains("Title"), "{error}");
}
