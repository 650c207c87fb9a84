use super::rebuild::WorkshopError;
use chrono::{DateTime, TimeDelta, Utc};
use enmusubi_domain::id::OpportunityId;
use enmusubi_domain::matching::Policy;
use enmusubi_persistence::Store;
use std::collections::HashMap;

/// How often connections are looked at that have left the window.
const EVERY: TimeDelta = TimeDelta::minutes(1);

/// How many connections count against each listing at a moment: those within the window of the policy in force.
#[derive(Debug, Default)]
pub struct Recent {
    counts: HashMap<OpportunityId, u32>,
    counted_at: Option<DateTime<Utc>>,
}

impl Recent {
    /// Counts all of them.
    pub fn count(store: &Store, policy: &Policy, now: DateTime<Utc>) -> Result<Self, WorkshopError> {
        let counts = store.read(|tx| tx.connections_since(since(policy, now)))?;
        Ok(Self { counts, counted_at: Some(now) })
    }

    /// Counts those of some listings again; answers them.
    pub fn count_again(
        &mut self,
        store: &Store,
        policy: &Policy,
        listings: &[OpportunityId],
        now: DateTime<Utc>,
    ) -> Result<Vec<(OpportunityId, u32)>, WorkshopError> {
        if listings.is_empty() {
            return Ok(vec![]);
        }
        let counts = store.read(|tx| tx.connections_of(listings, since(policy, now)))?;
        for (id, count) in &counts {
            if *count == 0 {
                self.counts.remove(id);
            } else {
                self.counts.insert(*id, *count);
            }
        }
        Ok(counts.into_iter().collect())
    }

    /// How many a listing has.
    pub fn of(&self, listing: OpportunityId) -> u32 {
        self.counts.get(&listing).copied().unwrap_or(0)
    }

    /// Whether some may have left the window since all were counted. A clock that was set back is no reason to wait.
    pub fn is_due(&self, now: DateTime<Utc>) -> bool {
        self.counted_at.is_none_or(|at| (now - at).abs() >= EVERY)
    }

    /// What is different from before: listings that have other numbers now, and those that have none any more.
    pub fn differences(&self, before: &Self) -> Vec<(OpportunityId, u32)> {
        let gone = before.counts.keys().filter(|id| !self.counts.contains_key(id)).map(|id| (*id, 0));
        self.counts.iter().filter(|(id, count)| before.of(**id) != **count).map(|(id, count)| (*id, *count)).chain(gone).collect()
    }
}

fn since(policy: &Policy, now: DateTime<Utc>) -> DateTime<Utc> {
    now - TimeDelta::days(i64::from(policy.window_days))
}
