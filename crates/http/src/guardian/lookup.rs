use crate::access::Act;
use crate::problem::Problem;
use enmusubi_domain::access::{Facts, Ground};
use enmusubi_domain::city::City;
use enmusubi_domain::guardian::Guardianship;
use enmusubi_domain::id::{AccountId, GuardianshipId};

/// What rights to a minor's affairs depend on: the minor, some guardians, and the areas of the minor's profile.
pub fn facts_of_ward(act: &mut Act<'_, '_>, ward: AccountId, guardians: Vec<AccountId>, city: &City) -> Result<Facts, Problem> {
    let areas = act.tx.profile(ward)?.map(|kept| kept.profile.wish.areas).unwrap_or_default();
    Ok(Facts { account: Some(ward), guardians, ..Facts::default() }.with_areas(&areas, &city.areas))
}

/// The tie something is to be done to, and the ground on which the caller may do it. Both sides of it may, whether or not it counts yet.
pub fn reached(act: &mut Act<'_, '_>, id: GuardianshipId, city: &City) -> Result<(Guardianship, Ground), Problem> {
    let found = act.tx.guardianship(id)?;
    let tie = act.there(found)?;
    let facts = facts_of_ward(act, tie.ward, vec![tie.guardian], city)?;
    let ground = act.on(&facts)?;
    Ok((tie, ground))
}
