//! What the program says to people: progress bars on a terminal, plain lines otherwise. The one place that prints.

use indicatif::{ProgressBar, ProgressStyle};
use std::io::{IsTerminal, Write};

/// Says a line on standard output. A reader that went away is no error.
pub fn say(line: &str) {
    let mut out = std::io::stdout().lock();
    let _ = writeln!(out, "{line}").and_then(|()| out.flush());
}

/// Says a line about the work on standard error.
pub fn note(line: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{line}");
}

/// Progress of something that takes a while.
pub struct Steps {
    what: String,
    bar: Option<ProgressBar>,
    done: u64,
    said: u64,
}

impl Steps {
    /// Begins. `total` may be unknown.
    pub fn begin(what: &str, total: Option<u64>) -> Self {
        let bar = std::io::stderr().is_terminal().then(|| {
            let bar = total.map_or_else(ProgressBar::new_spinner, ProgressBar::new);
            let form = if total.is_some() { "{msg} {wide_bar} {human_pos}/{human_len} {eta}" } else { "{spinner} {msg} {human_pos} ({per_sec})" };
            if let Ok(style) = ProgressStyle::with_template(form) {
                bar.set_style(style);
            }
            bar.set_message(what.to_owned());
            bar
        });
        Self { what: what.to_owned(), bar, done: 0, said: 0 }
    }

    /// Says how many are done by now.
    pub fn at(&mut self, done: u64) {
        self.done = done;
        match &self.bar {
            Some(bar) => bar.set_position(done),
            // Off a terminal a line for every tenfold and every hundred thousand is enough.
            None if done >= self.said.saturating_mul(10).clamp(1_000, self.said + 100_000) => {
                self.said = done;
                note(&format!("{}: {done}", self.what));
            }
            None => {}
        }
    }

    /// Ends.
    pub fn end(self) {
        if let Some(bar) = self.bar {
            bar.finish_and_clear();
        }
    }
}
