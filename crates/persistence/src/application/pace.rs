use crate::columns::{Id, Ts};
use crate::error::StoreError;
use crate::schema::{application, group};
use crate::tx::Tx;
use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// How far back answers count.
const WINDOW: TimeDelta = TimeDelta::days(180);
/// Fewest answers of which anything is said.
const ANSWERS_MIN: usize = 3;

impl Tx<'_> {
    /// Measures how long groups take to answer: the median over the last half year, for all groups or for those that answered since a moment.
    /// Only what is different is written; answers how many groups that was. Their public view follows by the log.
    pub fn measure_paces(&mut self, since: Option<DateTime<Utc>>, now: DateTime<Utc>) -> Result<usize, StoreError> {
        let some = since.map(|since| self.groups_that_answered(since)).transpose()?;
        if some.as_ref().is_some_and(Vec::is_empty) {
            return Ok(0);
        }
        let mut answers = application::table
            .filter(application::answered_at.gt(Ts::of(now - WINDOW)))
            .filter(application::applied_at.is_not_null())
            .select((application::group_id, application::applied_at.assume_not_null(), application::answered_at.assume_not_null()))
            .into_boxed();
        let mut known = group::table.select((group::id, group::response_hours)).into_boxed();
        (answers, known) = match &some {
            Some(some) => (answers.filter(application::group_id.eq_any(some.clone())), known.filter(group::id.eq_any(some.clone()))),
            None => (answers, known.filter(group::response_hours.is_not_null())),
        };
        let answers = answers.load::<(Id, Ts, Ts)>(self.db);
        let mut hours: BTreeMap<Id, Vec<i64>> = BTreeMap::new();
        for (of, asked, answered) in self.look("application", answers)? {
            hours.entry(of).or_default().push((answered.0 - asked.0).num_hours().max(0));
        }
        let known = known.load::<(Id, Option<i64>)>(self.db);
        let known: BTreeMap<Id, Option<i64>> = self.look("group", known)?.into_iter().collect();
        let measured: BTreeMap<Id, Option<i64>> = hours.into_iter().map(|(of, hours)| (of, median(hours))).collect();
        let all: BTreeSet<Id> = known.keys().chain(measured.keys()).copied().collect();
        let mut changed = 0;
        for of in all {
            let is = measured.get(&of).copied().flatten();
            if known.get(&of).copied().flatten() != is {
                let done = diesel::update(group::table.filter(group::id.eq(of))).set(group::response_hours.eq(is)).execute(self.db);
                changed += self.look("group", done)?;
            }
        }
        Ok(changed)
    }

    fn groups_that_answered(&mut self, since: DateTime<Utc>) -> Result<Vec<Id>, StoreError> {
        let groups = application::table.filter(application::answered_at.gt(Ts::of(since))).select(application::group_id).distinct().load::<Id>(self.db);
        self.look("application", groups)
    }
}

/// The middle of enough answers; the upper one of two.
fn median(mut hours: Vec<i64>) -> Option<i64> {
    hours.sort_unstable();
    (hours.len() >= ANSWERS_MIN).then(|| hours[hours.len() / 2])
}
