use crate::access::{Act, May};
use crate::context::Context;
use crate::group::{in_full, reached};
use crate::problem::{Conflict, Problem};
use crate::writing::{Once, Reply};
use chrono::{DateTime, Utc};
use enmusubi_domain::audit::ObjectKind;
use enmusubi_domain::group::{Group, ReviewError};
use enmusubi_domain::id::GroupId;

/// Moves a group to another standing, if the caller oversees it, and notes why.
pub async fn settle<O>(
    context: &Context,
    may: &May<O>,
    key: Once,
    id: GroupId,
    reason: Option<String>,
    step: fn(Group, DateTime<Utc>) -> Result<Group, ReviewError>,
) -> Result<Reply, Problem> {
    let city = context.shelf()?.city.clone();
    let work = move |act: &mut Act<'_, '_>| {
        let (group, _) = reached(act, id, &city)?;
        let now = act.now()?;
        let moved = step(group, now).map_err(Conflict::from)?;
        act.tx.put_group(&moved)?;
        act.audit((ObjectKind::Group, id.0), &["standing"], reason.clone())?;
        let view = in_full(act, id, &city)?;
        Ok(Reply::done(&view)?.version(view.group.version))
    };
    context.write_once(key, may, work).await
}
