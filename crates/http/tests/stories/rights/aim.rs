//! Where each operation reaches: the address of its object, and what rights to it depend on.

use super::world::{Things, WORLD, copy};
use crate::town::{Town, city};
use enmusubi_domain::access::{Facts, Operation};
use enmusubi_persistence::StoreError;
use std::sync::LazyLock;

/// What one reaches for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Aim {
    Near,
    Far,
    Absent,
}

/// The address of an operation's object, and what rights to it depend on; nothing where there is no object.
pub(super) fn aimed(path: &str, operation: Operation, aim: Aim) -> (String, Option<Facts>) {
    let absent = uuid::Uuid::now_v7().to_string();
    let things = if aim == Aim::Far { &WORLD.far } else { &WORLD.near };
    let located = Facts { themes: things.themes.clone(), ..Facts::default() }.with_areas(&things.areas, &city().areas);
    let of_group = |id| Facts { group: Some(id), ..located.clone() };
    let is_review = matches!(operation, Operation::ApproveGroup | Operation::RefuseGroup);
    let group = if is_review { things.waiting } else { things.group };
    let (id, second, facts) = match path {
        p if p.starts_with("/v1/groups/{id}/members/") => {
            (group.to_string(), things.member.account.id.to_string(), Facts { account: Some(things.member.account.id), ..of_group(group) })
        }
        p if p.starts_with("/v1/groups/{id}/invitations/") => (group.to_string(), things.invitation.to_string(), of_group(group)),
        p if p.starts_with("/v1/groups/{id}") => (group.to_string(), String::new(), of_group(group)),
        p if p.starts_with("/v1/opportunities/{id}") => {
            let id = if operation == Operation::PublishOpportunity { things.draft } else { things.opportunity };
            (id.to_string(), String::new(), of_group(things.group))
        }
        p if p.starts_with("/v1/applications/{id}") => {
            (things.application.to_string(), things.message.to_string(), Facts { account: Some(things.stranger.account.id), ..of_group(things.group) })
        }
        p if p.starts_with("/v1/me/participations/{id}") => {
            (things.participation.to_string(), String::new(), Facts { account: Some(things.stranger.account.id), ..Facts::default() })
        }
        p if p.starts_with("/v1/me/disclosures/{id}") => {
            (things.disclosure.to_string(), String::new(), Facts { account: Some(things.stranger.account.id), ..Facts::default() })
        }
        p if p.starts_with("/v1/me/certificates/{id}") => {
            (things.certificate.to_string(), String::new(), Facts { account: Some(things.stranger.account.id), ..Facts::default() })
        }
        p if p.starts_with("/v1/guardianships/{id}") => (things.tie.to_string(), String::new(), of_ward(things, &located)),
        p if p.starts_with("/v1/wards/{id}") => (things.ward.account.id.to_string(), String::new(), of_ward(things, &located)),
        p if p.starts_with("/v1/consents/{id}") => (things.consent.to_string(), String::new(), of_ward(things, &located)),
        // Everybody may ask how anything that is listed fits them.
        "/v1/me/matches/{id}" => return (path.replace("{id}", &WORLD.near.opportunity.to_string()), None),
        p if p.starts_with("/v1/me/logins/{id}") => {
            (things.stranger.login.to_string(), String::new(), Facts { account: Some(things.stranger.account.id), ..Facts::default() })
        }
        p if p.starts_with("/v1/accounts/{id}") => {
            (things.stranger.account.id.to_string(), String::new(), Facts { account: Some(things.stranger.account.id), ..Facts::default() })
        }
        p if p.starts_with("/v1/roles/{id}") => (things.grant.to_string(), String::new(), of_group(things.group)),
        p if p.starts_with("/v1/companies/{id}") => {
            (things.company.id.to_string(), String::new(), Facts { company: Some(things.company.id), ..Facts::default() })
        }
        p if p.starts_with("/v1/ranking-policies/{id}") => (enmusubi_domain::matching::Policy::default().id.to_string(), String::new(), Facts::default()),
        p if p.starts_with("/v1/clients/{id}") => {
            let secret = copy_free_secret(things);
            (things.client.client.id.to_string(), secret, Facts { company: Some(things.company.id), client: Some(things.client.client.id), ..Facts::default() })
        }
        "/v1/partner/opportunities/{client_ref}" => {
            let reference = if aim == Aim::Far { "o1" } else { "o0" };
            (reference.into(), String::new(), Facts { client: Some(things.partner.client.id), ..Facts::default() })
        }
        "/v1/partner/groups/{client_ref}" => {
            let reference = if aim == Aim::Far { "g1" } else { "g0" };
            (reference.into(), String::new(), Facts { client: Some(things.partner.client.id), ..Facts::default() })
        }
        _ => return (path.to_owned(), None),
    };
    let id = if aim == Aim::Absent { absent.clone() } else { id };
    let mut address = path.replace("{id}", &id).replace("{client_ref}", &id);
    for name in ["{account_id}", "{invitation_id}", "{secret_id}", "{message_id}"] {
        address = address.replace(name, if aim == Aim::Absent { &absent } else { &second });
    }
    (address, Some(facts))
}

/// What rights to a minor's affairs depend on: no theme has to do with it.
pub(super) fn of_ward(things: &Things, located: &Facts) -> Facts {
    Facts { account: Some(things.ward.account.id), guardians: vec![things.member.account.id], areas: located.areas.clone(), ..Facts::default() }
}

/// The id of the client's secret.
pub(super) fn copy_free_secret(things: &Things) -> String {
    static STORE: LazyLock<Town> = LazyLock::new(copy);
    let secrets = STORE.store.read(|tx| tx.client_secrets(things.client.client.id)).unwrap_or_else(|e: StoreError| panic!("{e}"));
    secrets[0].id.to_string()
}
