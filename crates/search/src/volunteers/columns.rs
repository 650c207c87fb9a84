use enmusubi_domain::id::AccountId;
use enmusubi_domain::matching::Policy;
use enmusubi_domain::matching::candidates::{Leanings, Limits, Volunteer};
use std::collections::HashMap;

/// Volunteers side by side: what stands at a place in one column belongs to what stands there in the others.
#[derive(Default)]
pub struct Columns {
    limits: Vec<Limits>,
    leanings: Vec<Leanings>,
    volunteers: Vec<Volunteer>,
    ids: Vec<AccountId>,
    places: HashMap<AccountId, usize>,
}

/// One volunteer, read.
pub struct One {
    id: AccountId,
    limits: Limits,
    leanings: Leanings,
    volunteer: Volunteer,
}

impl One {
    pub fn of(id: AccountId, volunteer: Volunteer) -> Self {
        Self { id, limits: Limits::of(&volunteer), leanings: Leanings::of(&volunteer), volunteer }
    }
}

impl Columns {
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    pub fn place(&self, id: &AccountId) -> Option<usize> {
        self.places.get(id).copied()
    }

    pub fn id(&self, at: usize) -> AccountId {
        self.ids[at]
    }

    pub fn limits(&self, at: usize) -> &Limits {
        &self.limits[at]
    }

    pub fn at(&self, at: usize) -> (&Limits, &Leanings, &Volunteer) {
        (&self.limits[at], &self.leanings[at], &self.volunteers[at])
    }

    pub fn put(&mut self, one: One) {
        match self.place(&one.id) {
            Some(at) => {
                self.limits[at] = one.limits;
                self.leanings[at] = one.leanings;
                self.volunteers[at] = one.volunteer;
            }
            None => {
                self.places.insert(one.id, self.ids.len());
                self.ids.push(one.id);
                self.limits.push(one.limits);
                self.leanings.push(one.leanings);
                self.volunteers.push(one.volunteer);
            }
        }
    }

    /// The last volunteer moves into the hole.
    pub fn remove(&mut self, id: &AccountId) {
        let Some(at) = self.places.remove(id) else { return };
        self.limits.swap_remove(at);
        self.leanings.swap_remove(at);
        self.volunteers.swap_remove(at);
        self.ids.swap_remove(at);
        if let Some(moved) = self.ids.get(at) {
            self.places.insert(*moved, at);
        }
    }

    /// The same volunteers under another policy.
    pub fn under(&self, policy: &Policy) -> Self {
        let mut columns = Self::default();
        self.ids.iter().zip(&self.volunteers).for_each(|(id, v)| columns.put(One::of(*id, v.under(policy))));
        columns
    }
}
