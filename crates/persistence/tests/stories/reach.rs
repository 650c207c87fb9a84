//! What a list shows is what may be done.

use crate::backends::on_every_backend;
use crate::people::{at, full_group, full_opportunity, plain_group, session};
use crate::persons::{grant, standing_account};
use crate::time::in_every_town;
use chrono::TimeDelta;
use enmusubi_domain::access::{Caller, Decision, Facts, Grant, Operation, Person, Role, RoleKind, Target, decide, reach};
use enmusubi_domain::area::{Area, AreaKind, AreaTree};
use enmusubi_domain::group::{Group, Standing};
use enmusubi_domain::id::{AccountId, GroupId, LoginId, OpportunityId, mix};
use enmusubi_domain::opportunity::{Opportunity, Source, State};
use enmusubi_domain::place::Point;
use enmusubi_domain::text::Names;
use enmusubi_persistence::{Store, StoreError};

/// Numbers by chance, the same ones for the same seed.
struct Chance(u64);

impl Chance {
    fn below(&mut self, n: u64) -> u64 {
        self.0 = mix(self.0);
        self.0 % n
    }

    fn some(&mut self, from: &[String], most: u64) -> Vec<String> {
        (0..self.below(most + 1)).map(|_| from[self.below(from.len() as u64) as usize].clone()).collect()
    }
}

fn tree(chance: &mut Chance, size: u64) -> AreaTree {
    let area = |n: u64, parent: Option<String>| Area {
        code: format!("a{n}"),
        names: Names { ja: format!("区{n}"), en: format!("Area {n}") },
        kind: AreaKind::District,
        parent,
        point: None,
        adjacent: vec![],
        postal_prefixes: vec![],
    };
    AreaTree::new((0..size).map(|n| area(n, (n > 0 && chance.below(5) > 0).then(|| format!("a{}", chance.below(n))))).collect()).unwrap()
}

/// A town by chance: its areas, and groups in them that wait, or do not.
fn town(chance: &mut Chance) -> (AreaTree, Vec<String>, Vec<String>, Vec<Group>) {
    let size = 1 + chance.below(12);
    let tree = tree(chance, size);
    // One code of each sort that the town does not know.
    let areas: Vec<String> = (0..=size).map(|n| format!("a{n}")).collect();
    let themes: Vec<String> = ["snow", "music", "\"quoted\"", "雪"].map(Into::into).to_vec();
    let groups = (0..12)
        .map(|_| {
            let mut group = plain_group("group");
            group.id = GroupId::new();
            (group.details.areas, group.details.themes) = (chance.some(&areas, 3), chance.some(&themes, 3));
            group.standing = if chance.below(5) == 0 { Standing::Active } else { Standing::Pending };
            group
        })
        .collect();
    (tree, areas, themes, groups)
}

fn somebody(chance: &mut Chance, areas: &[String], themes: &[String], groups: &[Group]) -> Caller {
    let mut roles = vec![];
    for _ in 0..chance.below(4) {
        let group = groups[chance.below(groups.len() as u64) as usize].id;
        roles.push(match chance.below(9) {
            0 => Role::Owner(group),
            1 => Role::Manager(group),
            2 => Role::Helper(group),
            3 if chance.below(3) == 0 => Role::Administrator,
            4 => Role::Auditor,
            _ => Role::Coordinator { areas: chance.some(areas, 3), themes: chance.some(themes, 2) },
        });
    }
    Caller::Person(Person { account: AccountId::derived(0, "me"), login: LoginId::derived(0, "phone"), roles })
}

#[test]
fn a_coordinator_s_list_holds_exactly_the_groups_that_may_be_approved() {
    on_every_backend(|store| {
        let (mut shown, mut hidden) = (0, 0);
        for seed in 0..40 {
            let mut chance = Chance(seed);
            let (tree, areas, themes, mut groups) = town(&mut chance);
            groups.sort_by_key(|g| g.id);
            store.write(|tx| tx.insert_all(&groups, &[])).unwrap();
            for _ in 0..20 {
                let caller = somebody(&mut chance, &areas, &themes, &groups);
                let may = |group: &Group| {
                    let facts = Facts { group: Some(group.id), themes: group.details.themes.clone(), ..Facts::default() };
                    let facts = facts.with_areas(&group.details.areas, &tree);
                    matches!(decide(&caller, Operation::ApproveGroup, Target::Object(&facts)), Decision::Allow(_))
                };
                let expected: Vec<GroupId> = groups.iter().filter(|g| g.standing == Standing::Pending && may(g)).map(|g| g.id).collect();
                let (reach, mut got, mut after) = (reach(&caller, Operation::ApproveGroup), vec![], None);
                loop {
                    let page = store.read(|tx| tx.groups_waiting(&reach, &tree, after, 5)).unwrap();
                    let Some(last) = page.last() else { break };
                    after = Some(last.id);
                    got.extend(page.iter().map(|g| g.id));
                }
                assert_eq!(got, expected, "{seed} {caller:?}");
                shown += got.len();
                hidden += groups.len() - got.len();
            }
            // The next town is another one.
            store
                .write(|tx| {
                    for group in &groups {
                        tx.put_group(&Group { standing: Standing::Active, ..group.clone() })?;
                    }
                    Ok::<_, StoreError>(())
                })
                .unwrap();
        }
        println!("800 people: {shown} shown, {hidden} not");
        assert!(shown > 500 && hidden > 500, "{shown} {hidden}");
    });
}

#[test]
fn whoever_may_see_nothing_is_shown_nothing() {
    on_every_backend(|store| {
        let waiting = Group { standing: Standing::Pending, ..full_group("a") };
        store.write(|tx| tx.put_group(&waiting)).unwrap();
        let list = |caller: &Caller| store.read(|tx| tx.groups_waiting(&reach(caller, Operation::ListReviews), &AreaTree::default(), None, 9)).unwrap();
        assert_eq!(list(&Caller::Anyone), []);
        let person = |roles| Caller::Person(Person { account: AccountId::new(), login: LoginId::new(), roles });
        assert_eq!(list(&person(vec![Role::Auditor, Role::Owner(waiting.id)])), []);
        assert_eq!(list(&person(vec![Role::Coordinator { areas: waiting.details.areas.clone(), themes: vec![] }])), [], "an area nobody knows");
        assert_eq!(list(&person(vec![Role::Administrator])), [waiting]);
    });
}

#[test]
fn a_person_s_groups_are_those_they_have_a_role_in_now() {
    in_every_town(|town| {
        let store = &town.store;
        let (me, you) = (standing_account(store, "me"), standing_account(store, "you"));
        let mut groups: Vec<Group> = ["a", "b", "c", "d"].map(full_group).to_vec();
        groups.sort_by_key(|g| g.id);
        let taken = grant(&me, Role::Helper(groups[2].id));
        store
            .write(|tx| {
                tx.insert_all(&groups, &[])?;
                tx.give_role(&grant(&me, Role::Owner(groups[0].id)))?;
                tx.give_role(&Grant { until: Some(town.now() + TimeDelta::hours(1)), ..grant(&me, Role::Manager(groups[1].id)) })?;
                tx.give_role(&taken)?;
                tx.take_role(taken.id, None)?;
                tx.give_role(&grant(&me, Role::Auditor))?;
                tx.give_role(&grant(&you, Role::Helper(groups[3].id)))
            })
            .unwrap();
        let mine = || store.read(|tx| tx.groups_of_account(me.id)).unwrap();
        assert_eq!(mine(), [(groups[0].clone(), RoleKind::Owner), (groups[1].clone(), RoleKind::Manager)]);
        town.pass(TimeDelta::hours(2));
        assert_eq!(mine(), [(groups[0].clone(), RoleKind::Owner)]);
    });
}

fn offer(name: &str, group: &Group, state: State) -> Opportunity {
    Opportunity { state, ..full_opportunity(name, group) }
}

fn put(store: &Store, all: &[&Opportunity]) {
    store.write(|tx| all.iter().try_for_each(|o| tx.put_opportunity(o).map(drop))).unwrap();
}

fn ids(all: &[Opportunity]) -> Vec<OpportunityId> {
    all.iter().map(|o| o.id).collect()
}

#[test]
fn a_group_s_opportunities_are_listed_in_any_state_or_in_one() {
    on_every_backend(|store| {
        let (ours, theirs) = (full_group("ours"), full_group("theirs"));
        store.write(|tx| tx.put_group(&ours).and(tx.put_group(&theirs))).unwrap();
        let mut all: Vec<Opportunity> = (0..9).map(|n| offer(&format!("o{n}"), &ours, State::ALL[n % State::ALL.len()])).collect();
        put(store, &all.iter().chain([&offer("t", &theirs, State::Published)]).collect::<Vec<_>>());
        all.sort_by_key(|o| o.id);
        let page = |state, after, limit| store.read(|tx| tx.opportunities_of_group_page(ours.id, state, after, limit)).unwrap();
        assert_eq!(page(None, None, 100), all);
        assert_eq!(page(None, Some(all[3].id), 2), all[4..6]);
        let drafts: Vec<Opportunity> = all.iter().filter(|o| o.state == State::Draft).cloned().collect();
        assert_eq!(page(Some(State::Draft), None, 100), drafts);
    });
}

#[test]
fn a_source_s_opportunities_are_listed_by_their_reference() {
    on_every_backend(|store| {
        let group = full_group("g");
        store.write(|tx| tx.put_group(&group)).unwrap();
        let of = |source: &str, reference: &str| {
            let listed = Source { name: source.into(), reference: reference.into() };
            Opportunity { source: Some(listed), ..offer(&format!("{source}/{reference}"), &group, State::Published) }
        };
        let (a, b, c, d) = (of("ours", "10"), of("ours", "9"), of("ours", "a"), of("ours", "雪"));
        put(store, &[&d, &b, &of("theirs", "5"), &a, &c]);
        let page = |after, limit| ids(&store.read(|tx| tx.opportunities_of_source("ours", after, limit)).unwrap());
        assert_eq!(page(None, 100), [a.id, b.id, c.id, d.id]);
        assert_eq!(page(Some("10"), 2), [b.id, c.id]);
        assert_eq!(page(Some("雪"), 2), []);
    });
}

#[test]
fn what_may_be_the_same_is_found_by_title_and_by_time_and_no_foreign_draft_is() {
    on_every_backend(|store| {
        let (ours, theirs) = (full_group("ours"), full_group("theirs"));
        store.write(|tx| tx.put_group(&ours).and(tx.put_group(&theirs))).unwrap();
        let like = offer("雪かき", &ours, State::Draft);
        let titled = |name: &str, group: &Group, state, title: &str, start: &str| {
            let mut one = offer(name, group, state);
            one.details.title = title.into();
            one.details.schedule.sessions = vec![session(&format!("{name}/s"), start)];
            one
        };
        let (same, other) = ("2026-11-28T00:30:00Z", "2027-01-01T00:00:00Z");
        let by_title = titled("1", &theirs, State::Published, "雪かき", other);
        let by_time = titled("2", &theirs, State::Published, "別の", same);
        let mut far = titled("3", &theirs, State::Published, "遠い", same);
        far.details.place.point = Some(Point { lat: 35_000_000, lon: 135_000_000 });
        let own_draft = titled("4", &ours, State::Draft, "雪かき", other);
        let foreign_draft = titled("5", &theirs, State::Draft, "雪かき", same);
        let over = titled("6", &theirs, State::Cancelled, "雪かき", same);
        let nothing = titled("7", &theirs, State::Published, "歌", other);
        let mut called_off = titled("8", &theirs, State::Published, "休み", same);
        called_off.details.schedule.sessions[0].cancelled = true;
        put(store, &[&like, &by_title, &by_time, &far, &own_draft, &foreign_draft, &over, &nothing, &called_off]);
        let found = ids(&store.read(|tx| tx.alike(&like)).unwrap());
        let mut first: Vec<_> = found[..2].to_vec();
        first.sort();
        let mut expected = vec![by_title.id, own_draft.id];
        expected.sort();
        assert_eq!((first, &found[2..]), (expected, &[by_time.id, far.id][..]));
        let mut nowhere = titled("9", &ours, State::Draft, "誰も知らない", "2030-01-01T00:00:00Z");
        assert_eq!(store.read(|tx| tx.alike(&nowhere)), Ok(vec![]));
        // On a Saturday morning much begins at once: the nearest come first.
        nowhere.details.schedule.sessions[0].starts_at = at("2031-01-01T00:00:00Z");
        let crowd: Vec<Opportunity> = (0..40)
            .map(|n| {
                let mut one = titled(&format!("c{n}"), &theirs, State::Published, &format!("c{n}"), "2031-01-01T00:00:00Z");
                one.details.place.point = Some(Point { lat: 43_062_089 + 500 * n, lon: 141_354_389 });
                one
            })
            .collect();
        put(store, &crowd.iter().collect::<Vec<_>>());
        let found = ids(&store.read(|tx| tx.alike(&nowhere)).unwrap());
        assert_eq!(found.len(), 20);
        assert!(crowd[..7].iter().all(|near| found[..7].contains(&near.id)), "those within 300 metres lead");
    });
}
