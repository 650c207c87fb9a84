use crate::backends::{Backend, Place};

/// Every row of every table, as text.
pub fn everything(place: &Place) -> String {
    let mut raw = place.raw();
    let tables = match place.backend {
        Backend::Sqlite => raw.lines("SELECT name AS line FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"),
        Backend::Postgres => raw.lines("SELECT table_name::text AS line FROM information_schema.tables WHERE table_schema = current_schema()"),
    };
    let mut text = String::new();
    for table in tables {
        let rows = match place.backend {
            Backend::Postgres => format!("SELECT t::text AS line FROM \"{table}\" t"),
            Backend::Sqlite => {
                let columns = raw.lines(&format!("SELECT 'quote(\"' || name || '\")' AS line FROM pragma_table_info('{table}')"));
                format!("SELECT {} AS line FROM \"{table}\"", columns.join(" || ' ' || "))
            }
        };
        raw.lines(&rows).iter().for_each(|line| text += &format!("{table} {line}\n"));
    }
    text
}

/// The bytes of the database and of its log.
pub fn bytes(place: &Place) -> Vec<u8> {
    let files = std::fs::read_dir(place.folder()).unwrap().map(|entry| entry.unwrap().path());
    files.filter(|file| !file.ends_with("town.db.lock")).flat_map(|file| std::fs::read(file).unwrap()).collect()
}

pub fn holds(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|window| window == text.as_bytes())
}
