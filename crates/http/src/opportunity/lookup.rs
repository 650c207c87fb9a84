use super::full_view::FullOpportunityView;
use super::hints;
use crate::access::Act;
use crate::problem::{Conflict, Problem};
use chrono::{DateTime, Utc};
use enmusubi_domain::access::{Facts, Ground};
use enmusubi_domain::city::City;
use enmusubi_domain::group::{Group, Standing};
use enmusubi_domain::id::OpportunityId;
use enmusubi_domain::opportunity::{Opportunity, OpportunityDetails, RewriteError};
use enmusubi_search::Shelf;

/// An opportunity something is to be done to, its group, and the ground on which the caller may do it.
pub fn reached(act: &mut Act<'_, '_>, id: OpportunityId, city: &City) -> Result<(Opportunity, Group, Ground), Problem> {
    let found = act.tx.opportunity(id)?;
    let opportunity = act.there(found)?;
    // An opportunity has its group: the database sees to that.
    let group = act.tx.group(opportunity.group)?.ok_or(Problem::Internal)?;
    let ground = act.on(&facts(&opportunity, &group, city))?;
    Ok((opportunity, group, ground))
}

/// What rights to an opportunity depend on: where its group is, where it takes place, and the themes of both.
pub fn facts(opportunity: &Opportunity, group: &Group, city: &City) -> Facts {
    let mut facts = Facts::of_group(group, &city.areas).with_areas(&opportunity.details.areas, &city.areas);
    facts.themes.extend(opportunity.details.themes.iter().cloned());
    facts
}

/// Nothing of a group that is out of public view can be opened to the public.
pub fn in_public_view(group: &Group) -> Result<(), Problem> {
    if group.standing == Standing::Active { Ok(()) } else { Err(Conflict::GroupNotActive.into()) }
}

/// An opportunity as it stands now.
pub fn in_full(act: &mut Act<'_, '_>, id: OpportunityId, city: &City, now: DateTime<Utc>) -> Result<FullOpportunityView, Problem> {
    let opportunity = act.tx.opportunity(id)?.ok_or(Problem::NotFound)?;
    let group = act.tx.group(opportunity.group)?.ok_or(Problem::Internal)?;
    Ok(FullOpportunityView::of(&opportunity, &group, city, now))
}

/// An opportunity that was just written, with what its writer may want to know.
pub fn with_hints(act: &mut Act<'_, '_>, id: OpportunityId, shelf: &Shelf, now: DateTime<Utc>) -> Result<FullOpportunityView, Problem> {
    let opportunity = act.tx.opportunity(id)?.ok_or(Problem::NotFound)?;
    let group = act.tx.group(opportunity.group)?.ok_or(Problem::Internal)?;
    let mut view = FullOpportunityView::of(&opportunity, &group, &shelf.city, now);
    view.possible_duplicates = Some(hints::duplicates(act, &opportunity)?);
    view.suggested_themes = hints::themes(&opportunity.details, shelf);
    Ok(view)
}

/// Why it cannot be written so, for the caller.
pub fn not_so(error: RewriteError) -> Problem {
    match error {
        RewriteError::Ended => Conflict::Ended.into(),
        RewriteError::SeatsTaken => Conflict::SeatsTaken.into(),
        RewriteError::Wrong(wrong) => Problem::wrong_members(wrong),
    }
}

/// The names of what is different between two descriptions, for the audit trail.
pub fn differences(a: &OpportunityDetails, b: &OpportunityDetails) -> Vec<&'static str> {
    let same = [
        ("kind", a.kind == b.kind),
        ("title", a.title == b.title),
        ("title_en", a.title_en == b.title_en),
        ("summary", a.summary == b.summary),
        ("summary_en", a.summary_en == b.summary_en),
        ("description", a.description == b.description),
        ("themes", a.themes == b.themes),
        ("areas", a.areas == b.areas),
        ("place", a.place == b.place),
        ("remote", a.remote == b.remote),
        ("level", a.level == b.level && a.beginner_friendly == b.beginner_friendly),
        ("responsibility", a.responsibility == b.responsibility),
        ("schedule", a.schedule == b.schedule),
        ("capacity", a.seats == b.seats),
        ("party_size", a.party_min == b.party_min && a.party_max == b.party_max),
        ("audience", a.audience == b.audience),
        ("requirements", a.requirements == b.requirements),
        ("qualifications", a.qualifications == b.qualifications),
        ("accessibility", a.accessibility == b.accessibility),
        ("languages", a.languages == b.languages),
        ("insurance", a.insurance == b.insurance),
        ("cost", a.cost == b.cost),
        ("rewards", a.rewards == b.rewards),
        ("apply_by", a.apply_by == b.apply_by),
        ("company_ok", a.company_ok == b.company_ok),
        ("seeks", a.seeks == b.seeks),
        ("url", a.url == b.url),
    ];
    same.into_iter().filter(|(_, same)| !same).map(|(name, _)| name).collect()
}
