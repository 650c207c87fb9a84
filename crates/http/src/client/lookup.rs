use crate::access::Act;
use crate::problem::{Conflict, Problem};
use enmusubi_domain::access::Facts;
use enmusubi_domain::client::Client;
use enmusubi_domain::id::ClientId;
use enmusubi_persistence::{Constraint, StoreError};

/// The client of a path. A foreign one is answered as if it were not there.
pub fn reached(act: &mut Act<'_, '_>, id: ClientId) -> Result<Client, Problem> {
    let found = act.tx.client(id)?;
    let client = act.there(found)?;
    act.on(&Facts { client: Some(id), company: client.details.company, ..Facts::default() })?;
    Ok(client)
}

/// The same, if it may still be used.
pub fn live(act: &mut Act<'_, '_>, id: ClientId) -> Result<Client, Problem> {
    let client = reached(act, id)?;
    if client.revoked_at.is_some() { Err(Conflict::ClientRevoked.into()) } else { Ok(client) }
}

/// What the refusal of a store means for whoever writes a client.
pub fn refused(error: StoreError) -> Problem {
    match error {
        StoreError::Constraint(Constraint::ClientSource) => Conflict::SourceTaken.into(),
        other => other.into(),
    }
}
