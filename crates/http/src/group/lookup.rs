use super::view::FullGroupView;
use crate::access::Act;
use crate::problem::Problem;
use enmusubi_domain::access::{Facts, Ground};
use enmusubi_domain::city::City;
use enmusubi_domain::group::Group;
use enmusubi_domain::id::GroupId;

/// The group something is to be done to, and the ground on which the caller may do it.
pub fn reached(act: &mut Act<'_, '_>, id: GroupId, city: &City) -> Result<(Group, Ground), Problem> {
    let found = act.tx.group(id)?;
    let group = act.there(found)?;
    let ground = act.on(&Facts::of_group(&group, &city.areas))?;
    Ok((group, ground))
}

/// The group as it stands now, for those who look after it.
pub fn in_full(act: &mut Act<'_, '_>, id: GroupId, city: &City) -> Result<FullGroupView, Problem> {
    let group = act.tx.group(id)?.ok_or(Problem::NotFound)?;
    let people = act.tx.members_of(id)?.len();
    Ok(FullGroupView::of(&group, people, city))
}
