//! Connections, counted by listing, by where people came from and by hour. Nobody stands in them.

use crate::columns::{Id, Instant, Ts, Uid};
use crate::error::StoreError;
use crate::schema::connection;
use crate::tx::Tx;
use chrono::{DateTime, DurationRound, TimeDelta, Utc};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};
use enmusubi_domain::connection::ConnectionSource;
use enmusubi_domain::id::OpportunityId;
use std::collections::HashMap;

/// What connections are counted by.
const HOUR: TimeDelta = TimeDelta::hours(1);

/// Listings asked for in one statement.
const LISTINGS: usize = 500;

/// One more where there are some already. The upsert of either database is the same, but the query builder has none for both.
const NOTE: &str = "INSERT INTO connection (opportunity_id, source, hour, connections) VALUES ($1, $2, $3, 1)
  ON CONFLICT (opportunity_id, source, hour) DO UPDATE SET connections = connection.connections + 1";

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = Uid)]
    opportunity_id: Id,
    #[diesel(sql_type = BigInt)]
    number: i64,
}

impl Tx<'_> {
    /// Notes that somebody joined a listing; to the hour.
    pub fn note_connection(&mut self, opportunity: OpportunityId, source: ConnectionSource, at: DateTime<Utc>) -> Result<(), StoreError> {
        let hour = Ts::of(at.duration_trunc(HOUR).unwrap_or(at));
        let note = diesel::sql_query(NOTE).bind::<Uid, _>(Id(opportunity.0)).bind::<Text, _>(source.code()).bind::<Instant, _>(hour);
        let done = note.execute(self.db);
        self.look("connection", done).map(drop)
    }

    /// How many connections since a moment count against each listing that has any. An hour counts until it is over.
    pub fn connections_since(&mut self, since: DateTime<Utc>) -> Result<HashMap<OpportunityId, u32>, StoreError> {
        let sources: Vec<String> = counting().map(|code| format!("'{code}'")).collect();
        let query = format!(
            "SELECT opportunity_id, CAST(sum(connections) AS bigint) AS number FROM connection WHERE hour > $1 AND source IN ({}) GROUP BY opportunity_id",
            sources.join(", ")
        );
        let counts = diesel::sql_query(query).bind::<Instant, _>(Ts::of(since - HOUR)).load::<Count>(self.db);
        Ok(self.look("connection", counts)?.into_iter().map(|c| (OpportunityId(c.opportunity_id.0), number(c.number))).collect())
    }

    /// The same for some listings: each is answered, with 0 where there is none.
    pub fn connections_of(&mut self, listings: &[OpportunityId], since: DateTime<Utc>) -> Result<HashMap<OpportunityId, u32>, StoreError> {
        let mut counts: HashMap<OpportunityId, u32> = listings.iter().map(|id| (*id, 0)).collect();
        for chunk in listings.chunks(LISTINGS) {
            let rows = connection::table
                .filter(connection::opportunity_id.eq_any(chunk.iter().map(|id| Id(id.0)).collect::<Vec<_>>()))
                .filter(connection::hour.gt(Ts::of(since - HOUR)))
                .filter(connection::source.eq_any(counting().collect::<Vec<_>>()))
                .select((connection::opportunity_id, connection::connections))
                .load::<(Id, i64)>(self.db);
            for (id, connections) in self.look("connection", rows)? {
                let count = counts.entry(OpportunityId(id.0)).or_default();
                *count = count.saturating_add(number(connections));
            }
        }
        Ok(counts)
    }
}

/// The sources that count against a listing.
fn counting() -> impl Iterator<Item = &'static str> {
    ConnectionSource::ALL.iter().filter(|source| source.counts_against()).map(|source| source.code())
}

fn number(count: i64) -> u32 {
    u32::try_from(count).unwrap_or(if count < 0 { 0 } else { u32::MAX })
}
