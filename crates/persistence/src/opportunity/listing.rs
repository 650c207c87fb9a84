//! Opportunities as those who look after them list them, and those that may be the same.

use crate::columns::{Id, Ts};
use crate::error::StoreError;
use crate::schema::{opportunity, session};
use crate::tx::Tx;
use diesel::prelude::*;
use enmusubi_domain::id::{GroupId, OpportunityId};
use enmusubi_domain::opportunity::{Opportunity, State};
use enmusubi_domain::place::Point;

/// Most that are offered as alike.
const ALIKE_MAX: usize = 20;
/// Most that are looked at because they begin at the same time: on a Saturday morning many do.
const SAME_TIME_MAX: i64 = 500;
/// Nearer than about 300 metres is the same place, in millionths of a degree.
const NEAR: u32 = 3_000;

impl Tx<'_> {
    /// The next opportunities of a group by id, in any state or in one.
    pub fn opportunities_of_group_page(
        &mut self,
        group: GroupId,
        state: Option<State>,
        after: Option<OpportunityId>,
        limit: usize,
    ) -> Result<Vec<Opportunity>, StoreError> {
        let mut query = opportunity::table
            .filter(opportunity::group_id.eq(Id(group.0)))
            .order(opportunity::id)
            .limit(i64::try_from(limit).unwrap_or(i64::MAX))
            .select(opportunity::id)
            .into_boxed();
        if let Some(state) = state {
            query = query.filter(opportunity::state.eq(state.code()));
        }
        if let Some(after) = after {
            query = query.filter(opportunity::id.gt(Id(after.0)));
        }
        let ids = query.load::<Id>(self.db);
        let ids = self.look("opportunity", ids)?;
        self.opportunities(&keys(ids))
    }

    /// The next opportunities of a source, by the reference they have there.
    pub fn opportunities_of_source(&mut self, name: &str, after_reference: Option<&str>, limit: usize) -> Result<Vec<Opportunity>, StoreError> {
        let mut query = opportunity::table
            .filter(opportunity::source_name.eq(name))
            .order(opportunity::source_reference)
            .limit(i64::try_from(limit).unwrap_or(i64::MAX))
            .select(opportunity::id)
            .into_boxed();
        if let Some(after) = after_reference {
            query = query.filter(opportunity::source_reference.gt(after));
        }
        let ids = query.load::<Id>(self.db);
        let ids = self.look("opportunity", ids)?;
        self.opportunities(&keys(ids))
    }

    /// Others that may be the same thing: same title, or a session that begins at the same time; the likeliest first.
    ///
    /// Public ones, and drafts of the same group: another group's drafts are nobody's business.
    pub fn alike(&mut self, like: &Opportunity) -> Result<Vec<Opportunity>, StoreError> {
        let open = || {
            let published = opportunity::state.eq(State::Published.code());
            let own_draft = opportunity::group_id.eq(Id(like.group.0)).and(opportunity::state.eq(State::Draft.code()));
            opportunity::table.filter(opportunity::id.ne(Id(like.id.0))).filter(published.or(own_draft))
        };
        let limit = i64::try_from(ALIKE_MAX).unwrap_or(i64::MAX);
        let titled = open().filter(opportunity::title.eq(&like.details.title)).order(opportunity::id.desc()).limit(limit).select(opportunity::id);
        let titled = titled.load::<Id>(self.db);
        let mut found = self.look("opportunity", titled)?;

        let starts: Vec<Ts> = like.details.schedule.sessions.iter().filter(|s| !s.cancelled).map(|s| Ts::of(s.starts_at)).take(500).collect();
        let at_the_time = session::table.filter(session::starts_at.eq_any(starts)).filter(session::cancelled.eq(false)).select(session::opportunity_id);
        let timed = open()
            .filter(opportunity::id.eq_any(at_the_time))
            .order(opportunity::id.desc())
            .limit(SAME_TIME_MAX)
            .select((opportunity::id, opportunity::group_id, opportunity::place_lat, opportunity::place_lon))
            .load::<(Id, Id, Option<i32>, Option<i32>)>(self.db);
        let mut timed = self.look("opportunity", timed)?;
        timed.sort_by_key(|(_, group, lat, lon)| {
            let near = like.details.place.point.zip(lat.zip(*lon)).is_some_and(|(here, (lat, lon))| is_near(here, Point { lat, lon }));
            (!near, group.0 != like.group.0)
        });
        for (id, ..) in timed {
            if !found.contains(&id) {
                found.push(id);
            }
        }
        found.truncate(ALIKE_MAX);
        self.opportunities(&keys(found))
    }
}

fn keys(ids: Vec<Id>) -> Vec<OpportunityId> {
    ids.into_iter().map(|id| OpportunityId(id.0)).collect()
}

fn is_near(a: Point, b: Point) -> bool {
    a.lat.abs_diff(b.lat) <= NEAR && a.lon.abs_diff(b.lon) <= NEAR
}
