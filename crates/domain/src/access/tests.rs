use super::*;
use crate::area::{Area, AreaKind, AreaTree};
use crate::client::Scope;
use crate::id::{AccountId, ClientId, CompanyId, GroupId, LoginId};
use crate::text::Names;
use proptest::prelude::*;

fn person(roles: Vec<Role>) -> Caller {
    Caller::Person(Person { account: AccountId::derived(0, "me"), login: LoginId::derived(0, "phone"), roles })
}

fn client(scopes: Vec<Scope>) -> Caller {
    Caller::Client(ClientCaller { id: ClientId::derived(0, "us"), scopes, company: Some(company(0)), source: None, requests_per_minute: 60 })
}

fn group(n: u8) -> GroupId {
    GroupId::derived(0, &format!("group {n}"))
}

fn company(n: u8) -> CompanyId {
    CompanyId::derived(0, &format!("company {n}"))
}

fn of_group(n: u8) -> Facts {
    Facts { group: Some(group(n)), areas: vec!["01101".into(), "011002".into()], themes: vec!["snow".into()], ..Facts::default() }
}

fn coordinator(area: &str, themes: &[&str]) -> Role {
    Role::Coordinator { areas: vec![area.into()], themes: themes.iter().map(|t| (*t).to_owned()).collect() }
}

fn may(caller: &Caller, operation: Operation, facts: &Facts) -> Decision {
    decide(caller, operation, Target::Object(facts))
}

#[test]
fn every_operation_has_its_own_code() {
    let mut codes: Vec<_> = Operation::ALL.iter().map(|o| o.code()).collect();
    assert!(Operation::ALL.iter().all(|o| Operation::parse(o.code()) == Some(*o)));
    codes.sort_unstable();
    codes.dedup();
    assert_eq!(codes.len(), Operation::ALL.len());
}

#[test]
fn anybody_may_find_and_nobody_else_s_group_can_be_changed() {
    assert_eq!(decide(&Caller::Anyone, Operation::FindMatches, Target::Unseen), Decision::Allow(Ground::Anyone));
    let owner = person(vec![Role::Owner(group(1))]);
    assert_eq!(may(&owner, Operation::UpdateGroup, &of_group(1)), Decision::Allow(Ground::Owner));
    assert_eq!(may(&owner, Operation::UpdateGroup, &of_group(2)), Decision::NotFound);
    assert_eq!(decide(&owner, Operation::UpdateGroup, Target::Absent), Decision::NotFound);
    assert_eq!(decide(&person(vec![]), Operation::UpdateGroup, Target::Absent), Decision::Forbidden);
    assert_eq!(decide(&Caller::Anyone, Operation::UpdateGroup, Target::Absent), Decision::SignIn);
}

#[test]
fn helpers_see_and_do_not_change() {
    let helper = person(vec![Role::Helper(group(1))]);
    assert_eq!(may(&helper, Operation::ReadGroupInFull, &of_group(1)), Decision::Allow(Ground::Helper));
    assert_eq!(may(&helper, Operation::UpdateGroup, &of_group(1)), Decision::Forbidden);
}

#[test]
fn a_coordinator_s_area_holds_what_lies_below_it() {
    assert_eq!(may(&person(vec![coordinator("011002", &[])]), Operation::ApproveGroup, &of_group(1)), Decision::Allow(Ground::Coordinator));
    assert_eq!(may(&person(vec![coordinator("011037", &[])]), Operation::ApproveGroup, &of_group(1)), Decision::NotFound);
    assert_eq!(may(&person(vec![coordinator("011002", &["snow"])]), Operation::ApproveGroup, &of_group(1)), Decision::Allow(Ground::Coordinator));
    assert_eq!(may(&person(vec![coordinator("011002", &["music"])]), Operation::ApproveGroup, &of_group(1)), Decision::NotFound);
}

#[test]
fn nobody_oversees_their_own_group() {
    let both = person(vec![coordinator("011002", &[]), Role::Owner(group(1))]);
    assert_eq!(may(&both, Operation::ApproveGroup, &of_group(1)), Decision::NotFound);
    assert_eq!(may(&both, Operation::ApproveGroup, &of_group(2)), Decision::Allow(Ground::Coordinator));
    assert_eq!(reach(&both, Operation::ListReviews).but_not_by_area, [group(1)]);
}

#[test]
fn a_client_reaches_only_what_it_brought_in() {
    let partner = client(vec![Scope::PartnerWrite]);
    let ours = Facts { client: partner.client().map(|c| c.id), ..of_group(1) };
    let theirs = Facts { client: Some(ClientId::derived(0, "them")), ..of_group(1) };
    assert_eq!(may(&partner, Operation::PutPartnerOpportunity, &ours), Decision::Allow(Ground::Partner));
    assert_eq!(may(&partner, Operation::PutPartnerOpportunity, &theirs), Decision::NotFound);
    assert_eq!(may(&client(vec![Scope::Read]), Operation::PutPartnerOpportunity, &ours), Decision::Forbidden);
    assert_eq!(may(&partner, Operation::ReadMe, &ours), Decision::Forbidden);
    assert_eq!(may(&person(vec![Role::Administrator]), Operation::PutPartnerOpportunity, &ours), Decision::Forbidden);
}

#[test]
fn areas_bring_everything_above_them() {
    let area = |code: &str, parent: Option<&str>| Area {
        code: code.into(),
        names: Names { ja: code.into(), en: code.into() },
        kind: AreaKind::Ward,
        parent: parent.map(Into::into),
        point: None,
        adjacent: vec![],
        postal_prefixes: vec![],
    };
    let tree = AreaTree::new(vec![area("city", None), area("ward", Some("city")), area("other", Some("city")), area("block", Some("ward"))]).unwrap();
    let facts = Facts::default().with_areas(&["block".into(), "ward".into(), "nowhere".into()], &tree);
    assert_eq!(facts.areas, ["block", "ward", "city"]);
}

fn any_role() -> impl Strategy<Value = Role> {
    prop_oneof![
        (0..3u8).prop_map(|n| Role::Owner(group(n))),
        (0..3u8).prop_map(|n| Role::Manager(group(n))),
        (0..3u8).prop_map(|n| Role::Helper(group(n))),
        (0..3usize, 0..3usize).prop_map(|(a, t)| coordinator(["01101", "011002", "011037"][a], [&[][..], &["snow"], &["music"]][t])),
        (0..3u8).prop_map(|n| Role::CompanyManager(company(n))),
        Just(Role::Administrator),
        Just(Role::Auditor),
    ]
}

fn any_caller() -> impl Strategy<Value = Caller> {
    prop_oneof![
        Just(Caller::Anyone),
        prop::collection::vec(any_role(), 0..4).prop_map(person),
        prop::collection::vec(prop::sample::select(Scope::ALL), 0..3).prop_map(client),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4_000))]

    #[test]
    fn losing_a_role_never_opens_anything(caller in any_caller(), o in prop::sample::select(Operation::ALL), n in 0..3u8) {
        let facts = of_group(n);
        if let Caller::Person(p) = &caller {
            for i in 0..p.roles.len() {
                let mut less = p.clone();
                let gone = less.roles.remove(i);
                let opened = matches!(may(&Caller::Person(less), o, &facts), Decision::Allow(_)) && !matches!(may(&caller, o, &facts), Decision::Allow(_));
                // But one: who leaves a group may oversee it again.
                prop_assert!(!opened || gone.group() == Some(group(n)));
            }
        }
    }

    #[test]
    fn what_is_decided_without_an_object_is_never_narrower(caller in any_caller(), o in prop::sample::select(Operation::ALL), n in 0..3u8) {
        let first = decide(&caller, o, Target::Unseen);
        let then = may(&caller, o, &of_group(n));
        match first {
            Decision::Allow(_) => prop_assert!(matches!(then, Decision::Allow(_) | Decision::NotFound)),
            other => prop_assert_eq!(then, other),
        }
    }

    #[test]
    fn a_foreign_object_is_answered_as_an_absent_one(caller in any_caller(), o in prop::sample::select(Operation::ALL)) {
        let foreign = Facts { group: Some(group(99)), account: Some(AccountId::derived(0, "you")), company: Some(company(99)), client: Some(ClientId::derived(0, "them")), ..Facts::default() };
        let everywhere = |g| matches!(g, Ground::Anyone | Ground::SignedIn | Ground::Administrator | Ground::Auditor);
        match may(&caller, o, &foreign) {
            Decision::Allow(ground) => prop_assert!(everywhere(ground)),
            refused => prop_assert_eq!(refused, decide(&caller, o, Target::Absent)),
        }
    }
}
