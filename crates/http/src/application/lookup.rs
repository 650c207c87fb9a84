use crate::access::Act;
use crate::opportunity::facts as facts_of_opportunity;
use crate::problem::Problem;
use enmusubi_domain::access::{Facts, Ground};
use enmusubi_domain::application::{Application, Circumstances};
use enmusubi_domain::city::City;
use enmusubi_domain::id::{ApplicationId, OpportunityId};
use enmusubi_domain::opportunity::Opportunity;

/// The application something is to be done to, what it is for, and the ground on which the caller may do it.
pub fn reached(act: &mut Act<'_, '_>, id: ApplicationId, city: &City) -> Result<(Application, Opportunity, Ground), Problem> {
    let found = act.tx.application(id)?;
    let application = act.there(found)?;
    let opportunity = act.tx.opportunity(application.opportunity)?.ok_or(Problem::Internal)?;
    let facts = facts(act, &application, &opportunity, city)?;
    let ground = act.on(&facts)?;
    Ok((application, opportunity, ground))
}

/// The same for a step: under the locks of its opportunity and its person, as it stands then.
pub fn held(act: &mut Act<'_, '_>, id: ApplicationId, city: &City) -> Result<(Application, Ground), Problem> {
    let (before, _, ground) = reached(act, id, city)?;
    act.tx.lock_opportunity(before.opportunity)?;
    if let Some(person) = before.volunteer {
        act.tx.lock_account(person)?;
    }
    let application = act.tx.application(id)?;
    Ok((act.there(application)?, ground))
}

/// Does what an opportunity's own change means for the applications for it, in the same transaction.
pub fn follow(act: &mut Act<'_, '_>, id: OpportunityId, at: &Circumstances) -> Result<(), Problem> {
    Ok(act.tx.applications_follow(id, at).map(drop)?)
}

/// What rights to an application depend on: whose it is, who looks after them, and all that rights to the opportunity depend on.
pub fn facts(act: &mut Act<'_, '_>, application: &Application, opportunity: &Opportunity, city: &City) -> Result<Facts, Problem> {
    let group = act.tx.group(opportunity.group)?.ok_or(Problem::Internal)?;
    let guardians = application.volunteer.map(|ward| act.tx.guardians_of(ward)).transpose()?.unwrap_or_default();
    Ok(Facts { account: application.volunteer, guardians, ..facts_of_opportunity(opportunity, &group, city) })
}
