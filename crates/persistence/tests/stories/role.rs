//! Roles and invitations.

use crate::backends::on_every_backend;
use crate::people::{full_group, plain_group};
use crate::persons::{account, at_once, email, grant, invitation, standing_account, standing_login};
use crate::time::in_every_town;
use chrono::TimeDelta;
use enmusubi_domain::access::{Grant, Role, RoleKind};
use enmusubi_domain::account::Account;
use enmusubi_domain::company::Company;
use enmusubi_domain::group::Group;
use enmusubi_domain::id::{CompanyId, GrantId, GroupId, LoginId};
use enmusubi_domain::login::Ending;
use enmusubi_persistence::{Constraint, Store, StoreError};

fn group(store: &Store) -> Group {
    let group = full_group("雪の会");
    store.write(|tx| tx.put_group(&group)).unwrap();
    group
}

fn give(store: &Store, grant: &Grant) -> Result<(), StoreError> {
    store.write(|tx| tx.give_role(grant))
}

#[test]
fn every_role_comes_back_as_it_was_given() {
    in_every_town(|town| {
        let (store, now) = (&town.store, town.now());
        let (yuki, admin, group) = (standing_account(store, "yuki"), standing_account(store, "admin"), group(store));
        let company = Company { id: CompanyId::new(), version: 1, name: "株式会社".into(), created_at: now, updated_at: now };
        store.write(|tx| tx.insert_company(&company).map(drop)).unwrap();
        let areas = vec!["011011".into(), "011029".into()];
        let roles = [
            Role::Helper(group.id),
            Role::Coordinator { areas: areas.clone(), themes: vec![] },
            Role::Coordinator { areas, themes: vec!["welfare".into()] },
            Role::CompanyManager(company.id),
            Role::Administrator,
            Role::Auditor,
        ];
        let mut all = vec![];
        for role in roles {
            let given = Grant { until: Some(now + TimeDelta::days(1)), given_by: Some(admin.id), ..grant(&yuki, role) };
            assert_eq!(give(store, &given), Ok(()));
            assert_eq!(store.read(|tx| tx.grant(given.id)), Ok(Some(given.clone())));
            all.push(given);
        }
        assert_eq!(store.read(|tx| tx.grants_of(yuki.id)), Ok(all.clone()));
        let helper = all.remove(0);
        assert_eq!(store.write(|tx| tx.take_role(helper.id, Some(admin.id))), Ok(true));
        assert_eq!(store.write(|tx| tx.take_role(helper.id, None)), Ok(false), "it was taken");
        assert!(store.read(|tx| tx.grant(helper.id)).unwrap().unwrap().taken_at.is_some(), "a role that was taken is remembered");
        for kind in [RoleKind::Owner, RoleKind::Manager] {
            let given = grant(&yuki, Role::in_group(kind, group.id).unwrap());
            assert_eq!(give(store, &given), Ok(()));
            assert_eq!(store.read(|tx| tx.member(group.id, yuki.id)), Ok(Some(given.clone())));
            store.write(|tx| tx.take_role(given.id, None)).unwrap();
        }
        assert_eq!(store.read(|tx| tx.grants_of(yuki.id)), Ok(all));
        town.pass(TimeDelta::days(2));
        assert_eq!(store.read(|tx| tx.grants_of(yuki.id)), Ok(vec![]), "all have run out");
        assert_eq!(store.read(|tx| tx.grant(GrantId::new())), Ok(None));
    });
}

#[test]
fn a_role_shortens_the_logins_that_are_there_and_lengthens_none() {
    in_every_town(|town| {
        let (store, group) = (&town.store, group(&town.store));
        let (yuki, ren) = (standing_account(store, "yuki"), standing_account(store, "ren"));
        let [first, second, ended] = ["first", "second", "ended"].map(|secret| standing_login(store, &yuki, secret));
        let other = standing_login(store, &ren, "other");
        store.write(|tx| tx.end_login(ended.id, Ending::LoggedOut)).unwrap();
        let left = |id: LoginId| {
            let (now, login) = store.read(|tx| Ok::<_, StoreError>((tx.clock()?, tx.login(id)?.unwrap()))).unwrap();
            (login.idle_expires_at - now, login.absolute_expires_at - now)
        };
        let is_about = |(idle, absolute): (TimeDelta, TimeDelta), wanted: (TimeDelta, TimeDelta)| {
            let near = |a: TimeDelta, b: TimeDelta| (a - b).abs() < TimeDelta::minutes(1);
            assert!(near(idle, wanted.0) && near(absolute, wanted.1), "{idle} {absolute}, not {wanted:?}");
        };
        give(store, &grant(&yuki, Role::Helper(group.id))).unwrap();
        is_about(left(first.id), (TimeDelta::days(7), TimeDelta::days(30)));
        give(store, &grant(&yuki, Role::Administrator)).unwrap();
        town.pass(TimeDelta::minutes(20));
        give(store, &grant(&yuki, Role::Auditor)).unwrap();
        for login in [first, second] {
            is_about(left(login.id), (TimeDelta::minutes(10), TimeDelta::minutes(12 * 60 - 20)));
        }
        let untouched = (TimeDelta::days(14) - TimeDelta::minutes(20), TimeDelta::days(90) - TimeDelta::minutes(20));
        is_about(left(other.id), untouched);
        is_about(left(ended.id), untouched);
        town.pass(TimeDelta::minutes(11));
        assert_eq!(store.read(|tx| tx.logins_of(yuki.id)), Ok(vec![]), "the forgotten device is closed");
    });
}

#[test]
fn nobody_has_two_roles_in_one_group() {
    in_every_town(|town| {
        let (store, yuki) = (&town.store, standing_account(&town.store, "yuki"));
        let (group, other) = (group(store), plain_group("other"));
        store.write(|tx| tx.put_group(&other)).unwrap();
        let helper = Grant { until: Some(town.now() + TimeDelta::hours(1)), ..grant(&yuki, Role::Helper(group.id)) };
        give(store, &helper).unwrap();
        let owner = grant(&yuki, Role::Owner(group.id));
        assert_eq!(give(store, &owner), Err(StoreError::Constraint(Constraint::RoleInGroup)));
        assert_eq!(give(store, &grant(&yuki, Role::Owner(other.id))), Ok(()));
        town.pass(TimeDelta::hours(2));
        assert_eq!(store.read(|tx| tx.member(group.id, yuki.id)), Ok(None));
        assert_eq!(give(store, &owner), Ok(()), "one that has run out is not in the way");
        store.write(|tx| tx.take_role(owner.id, None)).unwrap();
        let given = at_once(8, |_| match give(store, &grant(&yuki, Role::Manager(group.id))) {
            Err(StoreError::Constraint(Constraint::RoleInGroup)) => Ok(false),
            result => result.map(|()| true),
        });
        assert_eq!(given.into_iter().filter(|g| *g).count(), 1);
    });
}

#[test]
fn a_role_needs_its_account_and_its_group() {
    on_every_backend(|store| {
        let yuki = standing_account(store, "yuki");
        for given in [grant(&yuki, Role::Owner(GroupId::new())), grant(&yuki, Role::CompanyManager(CompanyId::new())), grant(&account("nobody"), Role::Auditor)]
        {
            assert!(matches!(give(store, &given), Err(StoreError::Constraint(_))), "{given:?}");
        }
    });
}

#[test]
fn the_people_of_a_group_are_listed_and_its_owners_counted() {
    in_every_town(|town| {
        let (store, group) = (&town.store, group(&town.store));
        let people: Vec<Account> = ["a", "b", "c", "d"].map(|n| standing_account(store, n)).into();
        let roles = [Role::Owner(group.id), Role::Owner(group.id), Role::Manager(group.id), Role::Owner(group.id)];
        let grants: Vec<Grant> = people.iter().zip(roles).map(|(p, r)| grant(p, r)).collect();
        grants.iter().for_each(|g| give(store, g).unwrap());
        let members = |id| store.read(|tx| tx.members_of(id)).unwrap();
        assert_eq!(members(group.id), grants.iter().cloned().zip(people.iter().cloned()).collect::<Vec<_>>());
        assert_eq!(members(GroupId::new()), []);
        let owners = || store.read(|tx| tx.owners(group.id)).unwrap();
        assert_eq!(owners(), 3);
        store.write(|tx| tx.put_account(&Account { disabled_at: Some(town.now()), ..people[0].clone() })).unwrap();
        assert_eq!(owners(), 2, "a closed account looks after nothing");
        store.write(|tx| tx.take_role(grants[1].id, None)).unwrap();
        assert_eq!((owners(), members(group.id).len()), (1, 3));
        assert_eq!(store.read(|tx| tx.owners(GroupId::new())), Ok(0));
        let for_a_while = Grant { until: Some(town.now() + TimeDelta::hours(1)), ..grant(&people[1], Role::Owner(group.id)) };
        give(store, &for_a_while).unwrap();
        assert_eq!((owners(), members(group.id).len()), (1, 4), "an owner for a while is not counted on");

        assert_eq!(store.read(|tx| tx.administrators()), Ok(0));
        let until = Some(town.now() + TimeDelta::hours(1));
        for g in [grant(&people[0], Role::Administrator), grant(&people[1], Role::Administrator), grant(&people[1], Role::Administrator)] {
            give(store, &g).unwrap();
        }
        give(store, &Grant { until, ..grant(&people[2], Role::Administrator) }).unwrap();
        let why = "people, not roles; neither a closed account counts nor one for a while";
        assert_eq!(store.read(|tx| tx.administrators()), Ok(1), "{why}");
        give(store, &grant(&people[2], Role::Administrator)).unwrap();
        assert_eq!(store.read(|tx| tx.administrators()), Ok(2));
    });
}

#[test]
fn when_all_owners_leave_at_once_one_stays() {
    on_every_backend(|store| {
        let group = group(store);
        let grants: Vec<Grant> = (0..6).map(|n| grant(&standing_account(store, &format!("owner{n}")), Role::Owner(group.id))).collect();
        grants.iter().for_each(|g| give(store, g).unwrap());
        let left = at_once(6, |n| store.write(|tx| if tx.owners(group.id)? > 1 { tx.take_role(grants[n].id, None) } else { Ok(false) }));
        assert_eq!(left.into_iter().filter(|l| *l).count(), 5);
        assert_eq!(store.read(|tx| tx.owners(group.id)), Ok(1));
    });
}

#[test]
fn one_can_walk_through_all_roles() {
    on_every_backend(|store| {
        let (yuki, ren) = (standing_account(store, "yuki"), standing_account(store, "ren"));
        let mut all: Vec<Grant> = (0..7).map(|n| grant(if n % 2 == 0 { &yuki } else { &ren }, Role::Auditor)).collect();
        all.sort_by_key(|g| g.id);
        all.iter().for_each(|g| give(store, g).unwrap());
        let page = |account, after, limit| store.read(|tx| tx.grants_page(account, after, limit)).unwrap();
        assert_eq!([page(None, None, 3), page(None, Some(all[2].id), 3), page(None, Some(all[5].id), 3)].concat(), all);
        assert_eq!(page(Some(ren.id), None, 10).len(), 3);
        assert_eq!(page(Some(ren.id), Some(all[6].id), 10), []);
    });
}

#[test]
fn an_invitation_is_open_until_it_is_accepted_taken_back_or_too_late() {
    in_every_town(|town| {
        let (store, yuki, group) = (&town.store, standing_account(&town.store, "yuki"), group(&town.store));
        let sent: Vec<_> = (0..4).map(|n| invitation(group.id, &yuki, &format!("guest{n}"), town.now())).collect();
        sent.iter().for_each(|i| store.write(|tx| tx.insert_invitation(i)).unwrap());
        assert_eq!(store.read(|tx| tx.invitation(sent[0].id)), Ok(Some(sent[0].clone())));
        let open = || store.read(|tx| tx.invitations_of(group.id)).unwrap().into_iter().map(|i| i.email).collect::<Vec<_>>();
        assert_eq!(open(), [0, 1, 2, 3].map(|n| email(&format!("guest{n}"))));
        let accepted = at_once(8, |_| store.write(|tx| tx.accept_invitation(sent[0].id)));
        assert_eq!(accepted.into_iter().filter(|a| *a).count(), 1);
        assert_eq!(store.write(|tx| tx.cancel_invitation(sent[0].id)), Ok(false), "it was accepted");
        assert_eq!(store.write(|tx| tx.cancel_invitation(sent[1].id)), Ok(true));
        assert_eq!(store.write(|tx| tx.accept_invitation(sent[1].id)), Ok(false), "it was taken back");
        assert_eq!(open(), [2, 3].map(|n| email(&format!("guest{n}"))));
        let stands = |n: usize| store.read(|tx| tx.invitation(sent[n].id)).unwrap().unwrap();
        assert!(stands(0).accepted_at.is_some() && stands(1).cancelled_at.is_some() && !stands(0).is_open(town.now()) && stands(2).is_open(town.now()));
        town.pass(TimeDelta::days(8));
        assert_eq!(open(), []);
        assert_eq!(store.write(|tx| tx.accept_invitation(sent[2].id)), Ok(false), "too late");
    });
}
