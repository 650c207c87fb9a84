use crate::backends::Database;
use crate::service::{Service, run, wait_until, words};
use serde_json::json;
use std::path::{Path, PathBuf};

fn example(name: &str) -> String {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../examples/new-york")).join(name).display().to_string()
}

/// Rows in the columns of the New York data set, made up for this story; the third and fourth cannot be used.
fn rows(dir: &Path) -> PathBuf {
    let file = dir.join("rows.csv");
    let header = "opportunity_id,content_id,vol_requests,event_time,title,hits,summary,is_priority,category_id,category_desc,amsl,amsl_unit,org_title,org_content_id,addresses_count,locality,region,Postcode,primary_loc,display_url,recurrence_type,hours,created_date,last_modified_date,start_date_date,end_date_date,status,Borough,Latitude,Longitude\n";
    let row = |id: &str, title: &str, category: &str, organisation: &str, postcode: &str, kind: &str, start: &str, end: &str| {
        format!(
            "{id},{id},5,0,{title},10,Come and help us.,,1,{category},,,{organisation},{id}77,1,,NY,{postcode},,/opportunities/{id},{kind},0,June 01 2011,June 01 2011,{start},{end},approved,,,\n"
        )
    };
    let text = [
        header.to_owned(),
        row("1", "Reading with children after school", "Education", "Story Friends", "11201", "ongoing", "June 01 2011", "June 01 2012"),
        row("2", "Clean the shore", "Environment", "Clean Bay", "10301", "onetime", "June 15 2011", "June 15 2011"),
        row("3", "", "Education", "Nameless", "10001", "ongoing", "June 01 2011", "June 01 2012"),
        row("4", "When?", "Education", "Timeless", "10001", "onetime", "not a date", "June 01 2012"),
    ]
    .concat();
    std::fs::write(&file, text).unwrap();
    file
}

fn import(data: &Path, database: &[&str], arguments: &[&str]) -> String {
    let settings = ["--time-zone", "America/New_York", "--holidays", &example("holidays.csv")];
    let output = run(data, &[database, &settings, &["import"], arguments].concat());
    words(&output)
}

fn bring_in_new_york(data: &Path, database: &[&str]) -> String {
    import(data, database, &[&example("areas.csv"), "--kind", "areas", "--source", "new-york"]);
    import(data, database, &[&example("themes.csv"), "--kind", "themes", "--source", "new-york"]);
    let rows = rows(data).display().to_string();
    import(data, database, &[&rows, "--kind", "opportunities", "--format", "csv", "--mapping", &example("mapping.toml"), "--source", "nyc-open-data"])
}

#[test]
fn a_second_city_comes_in_from_files_and_nothing_is_half_imported() {
    let dir = tempfile::tempdir().unwrap();
    let first = bring_in_new_york(dir.path(), &[]);
    assert!(first.contains("2 created"), "{first}");
    assert!(first.contains("2 refused"), "{first}");
    let again = bring_in_new_york(dir.path(), &[]);
    assert!(again.contains("2 unchanged") && again.contains("0 created"), "running it again changes nothing: {again}");

    let settings = ["--time-zone", "America/New_York", "--holidays", &example("holidays.csv")];
    let town = Service::start(dir.path(), &settings);
    let areas = town.get("/v1/areas?limit=100").text;
    assert!(areas.contains("Brooklyn") && !areas.contains("札幌"), "{areas}");
    let groups = town.get("/v1/groups").json();
    assert_eq!(groups["metadata"]["resultset"]["total"], 2, "a refused row leaves no group behind: {groups:#}");
    let found = town.get("/v1/opportunities?q=children%20reading").json();
    assert_eq!(found["results"][0]["title"], "Reading with children after school", "{found:#}");
    let answer = town.post("/v1/matches", &json!({"areas": ["BK"]}));
    assert_eq!(answer.status, 200, "{}", answer.text);
}

/// With PostgreSQL an import runs beside the service, and what it brings is found at once.
#[test]
fn what_another_process_imports_is_found_by_the_running_service() {
    let Some(database) = Database::fresh() else { return };
    let (here, there) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let url = ["--database-url", database.url.as_str()];
    import(there.path(), &url, &[&example("areas.csv"), "--kind", "areas", "--source", "new-york"]);
    let settings = ["--time-zone", "America/New_York", "--holidays", &example("holidays.csv"), "--database-url", &database.url];
    let town = Service::start(here.path(), &settings);
    let total = || town.get("/v1/opportunities?limit=1").json()["metadata"]["resultset"]["total"].as_u64().unwrap();
    assert_eq!(total(), 0);
    bring_in_new_york(there.path(), &url);
    wait_until(|| total() == 2);
}
