use crate::cli::Common;
use crate::console::{self, Steps};
use crate::node::Places;
use enmusubi_persistence::StoreError;

pub fn run(common: &Common) -> Result<(), String> {
    let workshop = match super::open(common) {
        Ok(workshop) => workshop,
        Err(why) if in_use(common) => {
            // The running service has the embedded database to itself; it also has a follower that can do this.
            let places = Places::below(&common.data_dir).map_err(|e| e.to_string())?;
            places.ask_for_rebuild().map_err(|e| format!("{why}; asking it to rebuild failed: {e}"))?;
            console::say("The running service was asked to rebuild its index; it goes on answering meanwhile.");
            return Ok(());
        }
        Err(why) => return Err(why),
    };
    let mut steps = Steps::begin("opportunities indexed", None);
    let (shelf, _) = workshop.rebuild(chrono::Utc::now(), |done| steps.at(done)).map_err(|e| e.to_string())?;
    steps.end();
    workshop.places.sweep();
    console::say(&format!("{} documents indexed anew", shelf.text.len()));
    Ok(())
}

/// Whether the store is refused because another process works with it.
fn in_use(common: &Common) -> bool {
    matches!(enmusubi_persistence::Store::open(&common.database_url()), Err(StoreError::Locked { .. }))
}
