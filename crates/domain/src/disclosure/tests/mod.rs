/// What is open at which stage, and for how long.
mod stages;
/// What is seen of a volunteer beside an application.
mod volunteer;

use chrono::{DateTime, Utc};

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}
