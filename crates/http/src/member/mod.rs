//! A group's people: who they are, what they may do, and how they leave. They come by [invitation](crate::invitation), or by founding the group.

/// `PUT /v1/groups/{id}/members/{account_id}`
mod change;
/// Examples for the document.
mod examples;
/// `GET /v1/groups/{id}/members`
mod list;
/// `DELETE /v1/groups/{id}/members/{account_id}`
mod remove;
/// A role, as it is sent.
mod request;
/// What is shown of a member, and to whom.
mod view;

pub use change::change_group_member;
pub use list::list_group_members;
pub use remove::remove_group_member;

use enmusubi_domain::access::Grant;
use enmusubi_domain::account::Account;
use enmusubi_domain::member::Member;

/// A group's people as the rules see them.
fn as_members(people: &[(Grant, Account)]) -> Vec<Member> {
    people.iter().map(|(grant, account)| Member::of(grant, account)).collect()
}
