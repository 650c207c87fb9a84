//! Partners: servers of other platforms, which bring in groups and opportunities under references of their own.
//!
//! A partner reaches what it brought in itself, by its own references, and nothing else: every look-up goes by the source name of the client that
//! calls. Bringing the same thing in again changes nothing.

/// How something of a partner comes in: once for one, once a row for many.
mod bring;
/// Examples for the document.
pub(crate) mod examples;
/// `GET /v1/partner/opportunities`
mod list_opportunities;
/// `POST /v1/partner/opportunities`
mod push_opportunities;
/// `PUT /v1/partner/groups/{client_ref}`
mod put_group;
/// `PUT /v1/partner/opportunities/{client_ref}`
mod put_opportunity;
/// `GET /v1/partner/groups/{client_ref}`
mod read_group;
/// `GET /v1/partner/opportunities/{client_ref}`
mod read_opportunity;
/// A reference of the partner's own.
mod reference;
/// What a partner sends.
mod request;
/// What a partner is answered.
mod view;
/// `DELETE /v1/partner/opportunities/{client_ref}`
mod withdraw_opportunity;

pub use list_opportunities::list_partner_opportunities;
pub use push_opportunities::push_partner_opportunities;
pub use put_group::put_partner_group;
pub use put_opportunity::put_partner_opportunity;
pub use read_group::read_partner_group;
pub use read_opportunity::read_partner_opportunity;
pub use withdraw_opportunity::withdraw_partner_opportunity;
