use crate::cli::{Common, Sample};
use crate::console::{self, Steps};
use crate::sample::{City, wish_body, wishes};
use enmusubi_persistence::StoreError;
use std::io::{BufWriter, Write};

/// Opportunities written in one transaction.
const AT_A_TIME: usize = 2_000;

pub fn run(common: &Common, settings: &Sample) -> Result<(), String> {
    let workshop = super::open(common)?;
    let store = &workshop.store;
    crate::taxonomy::load_default_if_empty(store).map_err(|e| e.to_string())?;
    let place = workshop.city().map_err(|e| e.to_string())?;
    let city = City::new(settings.seed, settings.groups as usize, settings.opportunities, &place, chrono::Utc::now());
    if store.read(|tx| tx.group(city.group(0).id)).map_err(|e| e.to_string())?.is_some() {
        return Err(format!("the city of seed {} is in this database already: take another --seed or another --data-dir", settings.seed));
    }
    let mut steps = Steps::begin("groups", Some(u64::from(settings.groups)));
    let groups: Vec<_> = city.groups().collect();
    for some in groups.chunks(AT_A_TIME) {
        store.write(|tx| tx.insert_all(some, &[])).map_err(|e: StoreError| e.to_string())?;
    }
    steps.at(u64::from(settings.groups));
    steps.end();
    let mut steps = Steps::begin("opportunities", Some(settings.opportunities as u64));
    let mut made = city.opportunities();
    let mut done = 0;
    loop {
        let some: Vec<_> = made.by_ref().take(AT_A_TIME).collect();
        if some.is_empty() {
            break;
        }
        store.write(|tx| tx.insert_all(&[], &some)).map_err(|e: StoreError| e.to_string())?;
        done += some.len() as u64;
        steps.at(done);
    }
    steps.end();
    console::say(&format!("{} groups and {done} opportunities made up from seed {}", settings.groups, settings.seed));
    if settings.volunteers > 0 {
        write_wishes(&city, settings).map_err(|e| format!("--wishes {}: {e}", settings.wishes.display()))?;
        console::say(&format!("{} wishes in {}", settings.volunteers, settings.wishes.display()));
    }
    Ok(())
}

/// Volunteers are kept nowhere: their wishes are bodies of `POST /v1/matches`, one a line.
fn write_wishes(city: &City<'_>, settings: &Sample) -> std::io::Result<()> {
    let mut file = BufWriter::new(std::fs::File::create(&settings.wishes)?);
    for wish in wishes(city, settings.volunteers) {
        writeln!(file, "{}", wish_body(&wish))?;
    }
    file.flush()
}
