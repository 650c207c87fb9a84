use super::reference::Reference;
use crate::code;
use crate::opportunity::request::{OpportunityRequest, opportunity_members, opportunity_within};
use enmusubi_domain::invalid::{Invalid, Why};

opportunity_members! {
    /// An opportunity that a partner brings in. 提携サイトの募集。
    #[schema(as = PartnerOpportunityRequest)]
    PartnerOpportunityRequest {
        /// The partner's reference of the group that asks; the group must have been brought in before.
        #[schema(example = "group-17", min_length = 1, max_length = 100)]
        group_ref: String,
        /// Whether it is open to the public; `published` unless said.
        #[schema(value_type = Option<code::PartnerState>, example = "published")]
        state: Option<String>,
    }
}

opportunity_members! {
    /// One line of many. 1行分の募集。
    #[schema(as = PartnerRow)]
    PartnerRowRequest {
        /// The partner's own reference.
        #[schema(example = "event-2031", min_length = 1, max_length = 100, pattern = "^[A-Za-z0-9._~:-]{1,100}$")]
        client_ref: String,
        /// The partner's reference of the group that asks; the group must have been brought in before.
        #[schema(example = "group-17", min_length = 1, max_length = 100)]
        group_ref: String,
        /// Whether it is open to the public; `published` unless said.
        #[schema(value_type = Option<code::PartnerState>, example = "published")]
        state: Option<String>,
    }
}

/// Something a partner brings in.
#[derive(Debug, Clone)]
pub struct Brought {
    /// The group that asks.
    pub group_ref: String,
    /// Whether it is to be open to the public, or why that cannot be told.
    pub published: Result<bool, Invalid>,
    /// What it says of itself.
    pub request: OpportunityRequest,
}

impl PartnerOpportunityRequest {
    /// What is brought in.
    pub fn brought(self) -> Brought {
        Brought { group_ref: self.group_ref.clone(), published: published(self.state.as_deref()), request: opportunity_within!(self) }
    }
}

impl PartnerRowRequest {
    /// The reference, or why it is none; and what is brought in.
    pub fn brought(self) -> (Result<Reference, Invalid>, Brought) {
        let reference = Reference::read("client_ref", &self.client_ref);
        (reference, Brought { group_ref: self.group_ref.clone(), published: published(self.state.as_deref()), request: opportunity_within!(self) })
    }
}

fn published(state: Option<&str>) -> Result<bool, Invalid> {
    match state {
        None | Some("published") => Ok(true),
        Some("draft") => Ok(false),
        Some(_other) => Err(Invalid::new("state", Why::NotOneOf("draft published"))),
    }
}
