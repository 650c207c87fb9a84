use chrono::{DateTime, Utc};
use enmusubi_domain::city::City;
use enmusubi_domain::group::{Group, Standing};
use enmusubi_domain::id::{GroupId, OpportunityId};
use enmusubi_domain::matching::Offer;
use enmusubi_domain::opportunity::{Opportunity, State};
use enmusubi_search::{Document, Item, Key};

/// Changes with what a stored view looks like: an index with another number is rebuilt.
pub const VIEW_FORMAT: u32 = 3;

/// What is to be done to a shelf: puts and removes of both indexes.
#[derive(Debug, Default)]
pub struct Changes {
    pub documents: Vec<Document>,
    pub gone: Vec<Key>,
    pub offers: Vec<Offer>,
    pub unmatchable: Vec<OpportunityId>,
}

impl Changes {
    /// A group as it is now. One that waits for review, or was taken out of public view, is nobody else's business.
    pub fn group(&mut self, group: Group, city: &City) {
        if group.standing != Standing::Active {
            return self.group_gone(group.id);
        }
        let view = enmusubi_http::group_document(&group, city);
        self.documents.push(Document { key: Key::Group(group.id), version: group.version, item: Item::Group(group), view });
    }

    /// A group that is no more.
    pub fn group_gone(&mut self, id: GroupId) {
        self.gone.push(Key::Group(id));
    }

    /// An opportunity as it is now. Drafts, and all that belongs to a group which is out of public view, are nobody else's business; only
    /// what is published can be matched. `connections` are those that count against it.
    pub fn opportunity(&mut self, opportunity: Opportunity, group: &Group, city: &City, connections: u32, now: DateTime<Utc>) {
        if never_public(&opportunity) || group.standing != Standing::Active {
            return self.opportunity_gone(opportunity.id);
        }
        if opportunity.state == State::Published {
            self.offers.push(Offer::of(&opportunity, city, connections, now));
        } else {
            self.unmatchable.push(opportunity.id);
        }
        let view = enmusubi_http::opportunity_document(&opportunity, group, city);
        let item = Item::Opportunity { group_name: group.details.name.clone(), group_name_en: group.details.name_en.clone(), opportunity };
        let (key, version) = match &item {
            Item::Opportunity { opportunity, .. } => (Key::Opportunity(opportunity.id), opportunity.version),
            Item::Group(group) => (Key::Group(group.id), group.version),
        };
        self.documents.push(Document { key, version, item, view });
    }

    /// An opportunity that is no more.
    pub fn opportunity_gone(&mut self, id: OpportunityId) {
        self.gone.push(Key::Opportunity(id));
        self.unmatchable.push(id);
    }
}

/// A draft, or what was taken back before anybody had seen it.
fn never_public(opportunity: &Opportunity) -> bool {
    match opportunity.state {
        State::Draft => true,
        State::Cancelled => opportunity.published_at.is_none(),
        State::Published | State::Closed => false,
    }
}
