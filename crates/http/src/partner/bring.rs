use super::reference::Partner;
use super::request::Brought;
use crate::access::Act;
use crate::opportunity::{differences, in_public_view, not_so};
use crate::problem::{Conflict, Fault, Problem};
use chrono::{DateTime, Utc};
use enmusubi_domain::audit::ObjectKind;
use enmusubi_domain::city::City;
use enmusubi_domain::group::Group;
use enmusubi_domain::id::{OpportunityId, SessionId};
use enmusubi_domain::invalid::{Invalid, Why};
use enmusubi_domain::opportunity::{Opportunity, Said, State};
use enmusubi_persistence::{Constraint, StoreError, Written};

/// Brings an opportunity in under a reference. The same again changes nothing.
pub fn bring(act: &mut Act<'_, '_>, partner: &Partner, reference: &str, brought: &Brought, city: &City) -> Result<(OpportunityId, Written), Problem> {
    partner.may(act)?;
    let now = act.now()?;
    let source = partner.source(reference);
    let stands = act.tx.opportunity_by_source(&source)?;
    if stands.as_ref().is_some_and(|o| matches!(o.state, State::Closed | State::Cancelled)) {
        return Err(Conflict::Ended.into());
    }
    let (group, published, said) = understood(act, partner, brought, city, now, stands.as_ref())?;
    let opportunity = match stands.clone() {
        Some(stands) => Opportunity { group: group.id, ..stands.rewrite(said, city, now, |_| SessionId::new()).map_err(not_so)? },
        None => {
            let details = said.settle(None, city, now, |_| SessionId::new()).map_err(not_so)?;
            let draft = Opportunity::draft(OpportunityId::new(), group.id, details, city, now).map_err(Problem::wrong_members)?;
            Opportunity { source: Some(source), ..draft }
        }
    };
    let opportunity = match (published, opportunity.state) {
        (true, State::Draft) => {
            in_public_view(&group)?;
            opportunity.open(&city.calendar, now, |_| SessionId::new()).map_err(Conflict::from)?
        }
        (false, State::Published) => return Err(Conflict::AlreadyPublic.into()),
        (_, State::Draft | State::Published | State::Closed | State::Cancelled) => opportunity,
    };
    let written = act.tx.put_opportunity(&opportunity).map_err(somebody_was_faster)?;
    if written != Written::Unchanged {
        let fields = stands.map(|before| changed(&before, &opportunity)).unwrap_or_default();
        act.audit((ObjectKind::Opportunity, opportunity.id.0), &fields, None)?;
    }
    Ok((opportunity.id, written))
}

/// The group, whether it is to be public, and what it says of itself; or everything that is wrong with them.
fn understood(
    act: &mut Act<'_, '_>,
    partner: &Partner,
    brought: &Brought,
    city: &City,
    now: DateTime<Utc>,
    stands: Option<&Opportunity>,
) -> Result<(Group, bool, Said), Problem> {
    let group = act.tx.group_by_source(&partner.source(&brought.group_ref))?;
    let group = group.ok_or_else(|| Invalid::new("group_ref", Why::UnknownCode(brought.group_ref.clone())));
    let said = brought.request.clone().said(city, now, stands.map(|o| &o.details.schedule));
    match (group, brought.published.clone(), said) {
        (Ok(group), Ok(published), Ok(said)) => Ok((group, published, said)),
        (group, published, said) => {
            let mut faults: Vec<Fault> = [group.err(), published.err()].into_iter().flatten().map(Fault::member).collect();
            match said {
                Ok(_) => {}
                Err(Problem::Wrong(more)) => faults.extend(more),
                Err(other) => return Err(other),
            }
            Err(Problem::Wrong(faults))
        }
    }
}

/// The names of what is different.
fn changed(before: &Opportunity, after: &Opportunity) -> Vec<&'static str> {
    let mut fields = differences(&before.details, &after.details);
    fields.extend((before.group != after.group).then_some("group_ref"));
    fields.extend((before.state != after.state).then_some("state"));
    fields
}

/// Two requests for the same new reference at once: the second shall come again, and will find it.
pub fn somebody_was_faster(error: StoreError) -> Problem {
    match error {
        StoreError::Constraint(Constraint::OpportunitySource | Constraint::GroupSource) => Problem::StillRunning,
        other => other.into(),
    }
}
