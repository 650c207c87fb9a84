use crate::cli::Common;
use crate::console;
use crate::node;

/// Differences that are named; the rest is counted.
const NAMED: usize = 20;

pub fn run(common: &Common) -> Result<(), String> {
    let (workshop, _lock) = super::open_alone(common)?;
    let (shelf, _) = workshop.open(chrono::Utc::now()).map_err(|e| format!("{e}: run enmusubi reindex"))?;
    let (compared, differences) = node::verify(&workshop.store, &shelf.text).map_err(|e| e.to_string())?;
    if differences.is_empty() {
        console::say(&format!("{compared} ids and versions compared: the index and the database agree"));
        return Ok(());
    }
    let shown = |v: Option<i64>| v.map_or_else(|| "absent".to_owned(), |v| format!("version {v}"));
    for d in differences.iter().take(NAMED) {
        console::note(&format!("{}: {} in the database, {} in the index", d.key, shown(d.database), shown(d.index)));
    }
    Err(format!("{} of {compared} differ: a running service catches up by itself; otherwise run enmusubi reindex", differences.len()))
}
