use crate::cli::Common;
use crate::console::{self, Steps};

pub fn run(common: &Common) -> Result<(), String> {
    let places = super::places(common)?;
    if places.take().is_ok_and(|lock| lock.is_none()) {
        // The running service has the index to itself; it also has a follower that can do this.
        places.ask_for_rebuild().map_err(|e| format!("the running service cannot be asked to rebuild its index: {e}"))?;
        console::say("The running service was asked to rebuild its index; it goes on answering meanwhile.");
        return Ok(());
    }
    let (workshop, _lock) = super::open_alone(common)?;
    let mut steps = Steps::begin("opportunities indexed", None);
    let (shelf, _) = workshop.rebuild(chrono::Utc::now(), |done| steps.at(done)).map_err(|e| e.to_string())?;
    steps.end();
    workshop.places.sweep();
    console::say(&format!("{} documents indexed anew", shelf.text.len()));
    Ok(())
}
