use crate::desk::{Desk, outcomes, wrong};
use enmusubi::import::Outcome::{Created, Refused, Unchanged};
use enmusubi::import::{Format, ImportOptions, Kind};
use enmusubi_domain::opportunity::State;

const MAPPING: &str = r#"
[columns]
ref = "id"
group_ref = "org id"
group_name = "org"
title = "what"
themes = "category"
areas = "district"
seats = "wanted"
published_at = "created"

[values.themes]
Snow = "snow"
Parks = "greenery"

[values.areas]
NORTH = "011029"

[dates]
format = "%B %d %Y"
shift_to = "today"
newest = "created"

[[when]]
column = "type"
is = ["ongoing"]
columns = { apply_by = "end" }
defaults = { day_parts = "sat_morning;sun_morning", minimum_minutes = "60" }

[[when]]
column = "type"
is = ["once"]
columns = { starts_on = "start", ends_on = "end" }
defaults = { from = "10:00", to = "13:00" }
"#;

const ROWS: &str = "id,org id,org,what,category,district,wanted,created,start,end,type\n\
    1,7,Snow Club,Shovel snow,Snow,NORTH   ,5,September 26 2011,October 01 2011,October 01 2011,once\n\
    2,7,Snow Club,Plant trees,Parks,NORTH,99,January 03 2011,January 03 2011,December 31 2011,ongoing\n\
    3,8,Zoo,Feed lions,Zoo,SOUTH,1,January 03 2011,January 03 2011,December 31 2011,ongoing\n\
    4,9,Late,Too late,Snow,NORTH,1,March 01 2011,March 05 2011,March 05 2011,once\n";

#[test]
fn any_csv_comes_in_by_a_mapping_with_its_dates_moved_to_the_present() {
    let desk = Desk::open();
    let rows = desk.mapped(MAPPING, ROWS).unwrap();
    assert_eq!(outcomes(&rows), [Created, Created, Refused, Created], "{rows:?}");
    assert_eq!(wrong(&rows[2]), [("areas (district)", "unknown_code"), ("themes (category)", "unknown_code")]);
    assert_eq!(desk.counts().groups, 2, "the zoo left nothing behind");
    let once = desk.opportunity("1");
    // 26 September 2011 was a Monday; 30 November 2026 is the Monday before the present.
    assert_eq!(desk.civil(once.published_at.unwrap()), "2026-11-30 00:00");
    assert_eq!(desk.civil(once.details.schedule.sessions[0].starts_at), "2026-12-05 10:00");
    assert_eq!(once.details.schedule.sessions[0].seats, Some(5));
    let ongoing = desk.opportunity("2").details;
    assert_eq!((ongoing.seats, ongoing.schedule.day_parts.iter().count()), (Some(99), 2));
    assert_eq!(desk.civil(ongoing.apply_by.unwrap()), "2027-03-06 23:59");
    assert_eq!(desk.opportunity("4").state, State::Closed);
    assert_eq!(outcomes(&desk.mapped(MAPPING, ROWS).unwrap()), [Unchanged, Unchanged, Refused, Unchanged]);
}

#[test]
fn without_the_shift_old_listings_are_over() {
    let desk = Desk::open();
    let rows = desk.mapped(&MAPPING.replace("shift_to = \"today\"\nnewest = \"created\"", ""), ROWS).unwrap();
    assert!(rows.iter().filter(|r| r.outcome == Created).all(|r| r.notes.over), "{rows:?}");
    assert_eq!(desk.opportunity("2").state, State::Closed);
}

#[test]
fn a_mapping_that_does_not_fit_the_file_says_so_before_anything_is_read() {
    let desk = Desk::open();
    let error = |mapping: &str| desk.mapped(mapping, ROWS).unwrap_err().to_string();
    let unknown_theirs = error(&MAPPING.replace("\"what\"", "\"Title\""));
    assert!(unknown_theirs.contains("Title") && unknown_theirs.contains("org id"), "{unknown_theirs}");
    assert!(error(&MAPPING.replace("title =", "titel =")).contains("titel"));
    assert!(error("not toml").contains("mapping"));
    assert_eq!(desk.counts().opportunities, 0);
}

#[test]
fn a_mapping_names_the_encoding_and_the_separator() {
    let desk = Desk::open();
    let toml = "encoding = \"cp932\"\ndelimiter = \";\"\nfallback_area = \"11002\"\n[columns]\nref = \"nr\"\ntitle = \"text\"\ngroup_name = \"org\"\n[defaults]\nday_parts = \"sat_morning\"\nthemes = \"salon\"\n";
    let (bytes, _, _) = encoding_rs::SHIFT_JIS.encode("nr;org;text\n1;髙台の会;お茶①会\n");
    let rows = desk.mapped(toml, &bytes).unwrap();
    assert_eq!((outcomes(&rows), rows[0].notes.area_from), (vec![Created], Some("fallback")), "{rows:?}");
    assert_eq!((desk.opportunity("1").details.title.as_str(), desk.opportunity("1").details.areas[0].as_str()), ("お茶①会", "011002"));
}

#[test]
fn the_files_of_new_york_fit_together() {
    let mut desk = Desk::empty();
    desk.calendar.tz = "America/New_York".parse().unwrap();
    let root = std::path::Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/new-york"));
    for (name, kind) in [("areas.csv", Kind::Areas), ("themes.csv", Kind::Themes)] {
        let (report, rows) = desk.run(&desk.options(kind, Format::Csv, vec![root.join(name)])).unwrap();
        assert_eq!((report.refused, report.created > 5), (0, true), "{rows:?}");
    }
    let rows = "opportunity_id,vol_requests,title,summary,category_desc,org_title,org_content_id,locality,Postcode,recurrence_type,created_date,start_date_date,end_date_date,Borough,Latitude,Longitude\n\
        1,5,Read to children,Help children read,Education,Readers,10,,,ongoing,September 26 2011,September 26 2011,September 25 2012,BROOKLYN ,,\n\
        2,5,Clean the park,Rakes are there,,Parks,11,,10458,onetime,September 20 2011,October 01 2011,October 01 2011,,,\n\
        3,5,Plant bulbs,Bring gloves,Environment,Parks,11,\"{'longitude': '-73.83', 'latitude': '40.71', 'human_address': '{\"\"address\"\": \"\"1 Main St\"\", \"\"city\"\": \"\"Queens\"\"}'}\",,onetime,September 20 2011,October 01 2011,October 01 2011,,,\n\
        4,5,Tutor,Maths,Education,Readers,10,\"{'longitude': '-74.07', 'latitude': '40.64', 'human_address': '{\"\"address\"\": \"\"\"\", \"\"city\"\": \"\"\"\"}'}\",2114,onetime,September 20 2011,October 01 2011,October 01 2011,,,\n";
    let file = desk.file("listings.csv", rows);
    let options = ImportOptions { mapping: Some(root.join("mapping.toml")), ..desk.options(Kind::Opportunities, Format::Csv, vec![file]) };
    let (report, rows) = desk.run(&options).unwrap();
    assert_eq!((report.created, report.groups_created), (4, 2), "{rows:?}");
    let ways: Vec<_> = rows.iter().map(|r| (desk.opportunity(r.reference.as_deref().unwrap()).details.areas[0].clone(), r.notes.area_from.unwrap())).collect();
    let expected = [("BK", "code"), ("BX", "postal_code"), ("QN", "address"), ("SI", "coordinates")];
    assert_eq!(ways.iter().map(|(a, w)| (a.as_str(), *w)).collect::<Vec<_>>(), expected);
    assert_eq!(desk.opportunity("3").details.place.address.as_deref(), Some("1 Main St, Queens"));
}
