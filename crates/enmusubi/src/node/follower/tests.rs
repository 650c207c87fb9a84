use super::*;
use crate::node::Places;
use crate::{taxonomy, town};
use chrono::TimeDelta;
use enmusubi_domain::city::Calendar;
use enmusubi_domain::connection::ConnectionSource;
use enmusubi_domain::id::PolicyId;
use enmusubi_domain::matching::{MeasuredEffect, Policy, Question, Wish};
use enmusubi_persistence::{Store, StoreError};
use std::cell::Cell;

thread_local! {
    static NOW: Cell<DateTime<Utc>> = const { Cell::new(DateTime::UNIX_EPOCH) };
}

fn clock() -> DateTime<Utc> {
    NOW.get()
}

/// A node with the demo town, whose clock stands still until it is moved.
struct Node {
    state: State,
    _folder: tempfile::TempDir,
}

impl Node {
    fn new() -> Self {
        NOW.set("2026-11-29T03:30:00Z".parse().unwrap());
        let folder = tempfile::tempdir().unwrap();
        let (store, calendar) = (Store::open_with_clock(&format!("sqlite:{}", folder.path().join("a.db").display()), clock).unwrap(), Calendar::default());
        taxonomy::load_default_if_empty(&store).unwrap();
        let (_, _, groups, opportunities) = town::load(calendar.civil(clock()).date(), &calendar);
        store.write(|tx| tx.insert_all(&groups, &opportunities)).unwrap();
        let workshop = Workshop { store, places: Places::below(folder.path()).unwrap(), calendar };
        let mut node = Self { state: State::new(workshop, Arc::default(), Arc::default(), clock), _folder: folder };
        node.step();
        node
    }

    /// Another process on the same data.
    fn started_again(self) -> Self {
        let mut node = Self { state: State::new(self.state.workshop.clone(), Arc::default(), Arc::default(), clock), _folder: self._folder };
        node.step();
        node
    }

    fn step(&mut self) {
        self.state.step().unwrap();
    }

    fn pass(&mut self, time: TimeDelta) {
        NOW.set(NOW.get() + time);
        self.step();
    }

    fn store(&self) -> &Store {
        &self.state.workshop.store
    }

    fn shelf(&self) -> Arc<Shelf> {
        self.state.shelf.load_full().unwrap()
    }

    fn join(&self, listing: OpportunityId, source: ConnectionSource, times: usize) {
        let noted = self.store().write(|tx| (0..times).try_for_each(|_| tx.note_connection(listing, source, clock())));
        noted.unwrap_or_else(|e: StoreError| panic!("{e}"));
    }

    fn publish(&self, policy: Policy) -> PolicyId {
        self.store().write(|tx| tx.publish_policy(&policy, "試すため", None, clock())).unwrap_or_else(|e: StoreError| panic!("{e}")).policy.id
    }

    fn switch(&self, to: PolicyId) {
        self.store().write(|tx| tx.switch_policy(to, "試すため", None, clock())).map(drop).unwrap_or_else(|e: StoreError| panic!("{e}"));
    }

    fn connections(&self, listing: OpportunityId) -> u32 {
        self.shelf().matches.get(&listing).unwrap().connections
    }
}

/// Everything somebody is answered who asks for nothing in particular, best first.
fn order(shelf: &Shelf) -> Vec<OpportunityId> {
    let question = Question::new(Wish { party: 1, ..Wish::default() }, &shelf.city, shelf.matches.policy(), clock()).unwrap();
    shelf.matches.search(&question, 1_000, 0).best.into_iter().map(|m| m.offer.id).collect()
}

/// Where a listing stands.
fn place(node: &Node, listing: OpportunityId) -> usize {
    order(&node.shelf()).iter().position(|id| *id == listing).unwrap()
}

/// A listing without dates: it is there next week as well.
fn lasting(node: &Node) -> OpportunityId {
    let shelf = node.shelf();
    order(&shelf).into_iter().find(|id| shelf.matches.get(id).is_some_and(|o| !o.flexible.is_empty())).unwrap()
}

#[test]
fn connections_lower_a_place_and_those_by_the_groups_own_link_do_not() {
    let mut node = Node::new();
    let before = order(&node.shelf());
    let (first, second) = (before[0], before[1]);
    node.join(second, ConnectionSource::GroupLink, 20);
    node.step();
    assert_eq!((node.connections(second), order(&node.shelf())), (0, before));
    node.join(first, ConnectionSource::Search, 2);
    node.join(first, ConnectionSource::Match, 3);
    node.step();
    assert_eq!(node.connections(first), 5);
    assert!(place(&node, first) > 20, "{}", place(&node, first));
    assert_eq!(place(&node, second), 0);
}

#[test]
fn what_belongs_to_a_group_out_of_public_view_is_matched_by_nobody_on_no_day() {
    let mut node = Node::new();
    let listing = lasting(&node);
    let suspended = node.store().write(|tx| {
        let group = tx.opportunity(listing)?.unwrap().group;
        let group = tx.group(group)?.unwrap();
        tx.put_group(&group.suspend(clock()).unwrap())
    });
    suspended.map(drop).unwrap_or_else(|e: StoreError| panic!("{e}"));
    node.step();
    assert!(node.shelf().matches.get(&listing).is_none());
    node.pass(TimeDelta::days(1));
    assert!(node.shelf().matches.get(&listing).is_none(), "a new day makes all offers anew, but not this one");
    let node = node.started_again();
    assert!(node.shelf().matches.get(&listing).is_none(), "nor does another start");
}

#[test]
fn connections_that_leave_the_window_give_the_place_back() {
    let mut node = Node::new();
    let listing = lasting(&node);
    node.join(listing, ConnectionSource::Desk, 4);
    node.pass(TimeDelta::milliseconds(200));
    assert_eq!(node.connections(listing), 4);
    node.pass(TimeDelta::days(6));
    assert_eq!(node.connections(listing), 4, "a new day makes all offers anew, and forgets no connection");
    node.join(listing, ConnectionSource::Search, 1);
    node.pass(TimeDelta::hours(25));
    assert_eq!(node.connections(listing), 1, "only those of the last seven days");
    node.pass(TimeDelta::days(6));
    assert_eq!(node.connections(listing), 0);
    let unknown_to_equity = node.shelf().matches.ranked_by(node.shelf().matches.policy().clone());
    let all: Vec<_> = order(&node.shelf()).into_iter().map(|id| (id, 0)).collect();
    unknown_to_equity.connect(&all);
    let plain = Shelf { matches: Arc::new(unknown_to_equity), ..bare(&node.shelf()) };
    assert_eq!(order(&node.shelf()), order(&plain), "it stands where it would without them");
}

/// The parts of a shelf.
fn bare(shelf: &Shelf) -> Shelf {
    shelf.under((*shelf.policies).clone())
}

#[test]
fn the_window_is_looked_at_within_a_minute() {
    let mut node = Node::new();
    let listing = lasting(&node);
    node.join(listing, ConnectionSource::Search, 1);
    node.step();
    // It is half past, and a whole hour counts until it is over: it leaves the window half an hour late.
    node.pass(TimeDelta::days(7) + TimeDelta::minutes(29));
    assert_eq!(node.connections(listing), 1);
    node.pass(TimeDelta::minutes(2));
    assert_eq!(node.connections(listing), 0);
}

#[test]
fn connections_are_known_after_a_start_and_after_a_rebuild() {
    let mut node = Node::new();
    let listing = order(&node.shelf())[0];
    node.join(listing, ConnectionSource::Partner, 3);
    node.step();
    let mut node = node.started_again();
    assert_eq!(node.connections(listing), 3, "opened");
    node.state.workshop.places.ask_for_rebuild().unwrap();
    let before = node.shelf();
    node.step();
    assert!(!Arc::ptr_eq(&before, &node.shelf()), "built anew");
    assert_eq!(node.connections(listing), 3);
    // A change of the listing itself keeps them, too.
    let mut opportunity = node.store().read(|tx| tx.opportunity(listing)).unwrap_or_else(|e: StoreError| panic!("{e}")).unwrap();
    opportunity.details.title = "別の名前".into();
    node.store().write(|tx| tx.put_opportunity(&opportunity)).unwrap_or_else(|e: StoreError| panic!("{e}"));
    node.step();
    assert_eq!(node.connections(listing), 3);
}

#[test]
fn another_policy_in_force_puts_up_another_match_index_beside_the_same_text() {
    let mut node = Node::new();
    let before = node.shelf();
    let (first_order, listing) = (order(&before), order(&before)[0]);
    NOW.set(NOW.get() - TimeDelta::days(10));
    node.join(listing, ConnectionSource::Search, 3);
    NOW.set(NOW.get() + TimeDelta::days(10));
    node.step();
    assert_eq!(node.connections(listing), 0, "ten days are too long for a window of seven");
    let id = node.publish(Policy { id: PolicyId::new(), window_days: 14, beta: 0.5, ..Policy::default() });
    node.step();
    assert_eq!(node.shelf().policies.newest_first().len(), 2, "published");
    assert!(Arc::ptr_eq(&before.matches, &node.shelf().matches), "and not in force");
    node.switch(id);
    node.step();
    let after = node.shelf();
    assert_eq!((after.policies.current().policy.id, after.matches.policy().id), (id, id));
    assert!(Arc::ptr_eq(&before.text, &after.text));
    assert_eq!(node.connections(listing), 3, "counted anew in the window of the new policy");
    assert_ne!(order(&after)[0], listing);
    assert_eq!((order(&before), before.matches.policy().id), (first_order.clone(), Policy::default().id), "who holds the old shelf stays with it");
    let effect = MeasuredEffect {
        scenario: "demo-town".into(),
        seed: 1,
        weeks: 52,
        visitors_per_week: 300,
        against: "relevance".into(),
        served_per_week_change: None,
        connections_change: None,
        ndcg_at_10_loss: None,
        gini: None,
        share_of_need_filled: None,
        measured_at: clock(),
        program_version: "0.1.0".into(),
    };
    node.store().write(|tx| tx.record_measured_effect(id, &effect)).unwrap_or_else(|e: StoreError| panic!("{e}"));
    node.step();
    assert_eq!(node.shelf().policies.current().measured_effect, Some(effect));
    assert!(Arc::ptr_eq(&after.matches, &node.shelf().matches));
    // It stays in force over a start and a rebuild.
    let mut node = node.started_again();
    assert_eq!((node.shelf().matches.policy().id, node.connections(listing)), (id, 3));
    node.state.workshop.places.ask_for_rebuild().unwrap();
    node.step();
    assert_eq!((node.shelf().matches.policy().id, node.connections(listing)), (id, 3));
    node.switch(Policy::default().id);
    node.step();
    assert_eq!((node.connections(listing), order(&node.shelf())), (0, first_order));
}
