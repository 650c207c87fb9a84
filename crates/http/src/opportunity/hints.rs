use super::full_view::{DuplicateView, ReasonView};
use super::view::GroupName;
use crate::access::Act;
use crate::problem::Problem;
use enmusubi_domain::group::{Group, Standing};
use enmusubi_domain::id::GroupId;
use enmusubi_domain::opportunity::{Likeness, Opportunity, OpportunityDetails, possible_duplicates};
use enmusubi_domain::text::Lang;
use enmusubi_search::{Shelf, propose_themes};
use std::collections::HashMap;

/// Others that may be the same thing: what the public sees, and what the same group has.
pub fn duplicates(act: &mut Act<'_, '_>, of: &Opportunity) -> Result<Vec<DuplicateView>, Problem> {
    let mut among = act.tx.alike(of)?;
    let mut ids: Vec<GroupId> = among.iter().map(|o| o.group).collect();
    ids.sort_unstable();
    ids.dedup();
    let groups: HashMap<GroupId, Group> = act.tx.groups(&ids)?.into_iter().map(|group| (group.id, group)).collect();
    // What a group offers that is out of public view is nobody else's business.
    among.retain(|o| o.group == of.group || groups.get(&o.group).is_some_and(|group| group.standing == Standing::Active));
    let lang = act.lang();
    let view = |likeness: Likeness| {
        let other = among.iter().find(|o| o.id == likeness.id)?;
        let group = groups.get(&other.group)?;
        Some(DuplicateView {
            id: other.id.0,
            title: other.details.title.clone(),
            state: other.state.code(),
            group: GroupName { id: group.id.0, name: group.details.name.clone() },
            reasons: likeness.reasons.into_iter().map(|r| ReasonView::of(r, lang)).collect(),
        })
    };
    Ok(possible_duplicates(of, &among).into_iter().filter_map(view).collect())
}

impl ReasonView {
    /// Puts a reason into words.
    pub fn of(reason: enmusubi_domain::opportunity::Alike, lang: Lang) -> Self {
        Self { code: reason.code(), text: reason.word(lang) }
    }
}

/// Themes for an opportunity that names none: those its words speak of.
pub fn themes(of: &OpportunityDetails, shelf: &Shelf) -> Option<Vec<String>> {
    if !of.themes.is_empty() {
        return None;
    }
    let text = [&of.title, &of.summary, &of.description].map(String::as_str).join("\n");
    Some(propose_themes(&shelf.words, &shelf.city, &text))
}
