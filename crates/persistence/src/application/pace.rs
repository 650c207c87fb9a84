use crate::columns::{Id, Ts};
use crate::error::StoreError;
use crate::schema::{application, group};
use crate::tx::Tx;
use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use std::collections::BTreeMap;

/// How far back answers count.
const WINDOW: TimeDelta = TimeDelta::days(180);
/// Fewest answers of which anything is said.
const ANSWERS_MIN: usize = 3;

impl Tx<'_> {
    /// Measures how long groups take to answer: the median over the last half year. Only what is different is written; answers how many groups
    /// that was. Their public view follows by the log.
    pub fn measure_paces(&mut self, now: DateTime<Utc>) -> Result<usize, StoreError> {
        let rows = application::table
            .filter(application::answered_at.gt(Ts::of(now - WINDOW)))
            .filter(application::applied_at.is_not_null())
            .order((application::group_id, application::id))
            .select((application::group_id, application::applied_at.assume_not_null(), application::answered_at.assume_not_null()))
            .load::<(Id, Ts, Ts)>(self.db);
        let mut hours: BTreeMap<Id, Vec<i64>> = BTreeMap::new();
        for (of, asked, answered) in self.look("application", rows)? {
            hours.entry(of).or_default().push((answered.0 - asked.0).num_hours().max(0));
        }
        let known = group::table.filter(group::response_hours.is_not_null()).select((group::id, group::response_hours)).load::<(Id, Option<i64>)>(self.db);
        let known: BTreeMap<Id, Option<i64>> = self.look("group", known)?.into_iter().collect();
        let measured: BTreeMap<Id, Option<i64>> = hours.into_iter().map(|(of, hours)| (of, median(hours))).collect();
        let mut changed = 0;
        let all: std::collections::BTreeSet<Id> = known.keys().chain(measured.keys()).copied().collect();
        for of in all {
            let now = measured.get(&of).copied().flatten();
            if known.get(&of).copied().flatten() == now {
                continue;
            }
            let done = diesel::update(group::table.filter(group::id.eq(of))).set(group::response_hours.eq(now)).execute(self.db);
            changed += self.look("group", done)?;
        }
        Ok(changed)
    }
}

/// The middle of enough answers; the upper one of two.
fn median(mut hours: Vec<i64>) -> Option<i64> {
    hours.sort_unstable();
    (hours.len() >= ANSWERS_MIN).then(|| hours[hours.len() / 2])
}
