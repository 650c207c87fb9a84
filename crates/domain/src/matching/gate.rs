crate::level::words! {
    /// A hard condition. Failing one means "not yet".
    Gate {
        /// Published, before its deadline, with something still ahead.
        Open = "open", "受付中", "open";
        /// Enough seats left for the party.
        Seats = "seats", "空き", "seats";
        /// A session (or day part) overlaps the availability by the shortest useful stay.
        Time = "time", "日時", "time";
        /// Within reach, in a listed area, or remote.
        Travel = "travel", "場所", "travel";
        /// The person's level reaches what is required.
        Level = "level", "段階", "level";
        /// Inside the age band; for minors, consent is on file or can be asked for.
        Age = "age", "年齢", "age";
        /// Not heavier than the person accepts.
        Responsibility = "responsibility", "責任の重さ", "responsibility";
        /// Required certificates are held.
        Qualification = "qualification", "資格", "qualification";
        /// What the person needs is offered.
        Accessibility = "accessibility", "配慮", "accessibility";
        /// A language in common.
        Language = "language", "ことば", "language";
    }
}

/// A set of gates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct Gates(pub u16);

impl Gates {
    /// Whether none is in it.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// How many are in it.
    pub fn len(self) -> u32 {
        self.0.count_ones()
    }

    /// Adds a gate if a condition holds.
    pub fn add_if(&mut self, gate: Gate, failed: bool) {
        self.0 |= u16::from(failed) << gate as u16;
    }

    /// Whether a gate is in it.
    pub fn contains(self, gate: Gate) -> bool {
        self.0 >> gate as u16 & 1 == 1
    }

    /// Those in it, in order.
    pub fn iter(self) -> impl Iterator<Item = Gate> {
        Gate::ALL.iter().copied().filter(move |g| self.contains(*g))
    }
}
