//! Guardians of minors: their ties, the codes that begin them, and for how long they stand in for anybody.

use crate::backends::{in_every_place, on_every_backend};
use crate::people::at;
use crate::persons::{at_once, hash, standing_account};
use crate::time::in_every_town;
use chrono::{DateTime, Months, NaiveDate, SubsecRound, TimeDelta, Utc};
use enmusubi_domain::access::{Caller, Decision, Facts, Operation, Person, Role, Target, decide, reach};
use enmusubi_domain::account::Account;
use enmusubi_domain::application::{Circumstances, Rules};
use enmusubi_domain::area::{Area, AreaKind, AreaTree};
use enmusubi_domain::city::Calendar;
use enmusubi_domain::guardian::{Guardianship, Proof, Relation, State};
use enmusubi_domain::id::{GuardianshipId, LoginId};
use enmusubi_domain::matching::Wish;
use enmusubi_domain::profile::Profile;
use enmusubi_domain::text::Names;
use enmusubi_persistence::{Store, StoreError};

/// The city's calendar: Japan's.
pub fn calendar() -> Calendar {
    Calendar::default()
}

/// What it is like at a moment: the city's rules as they come.
pub fn circumstances(now: DateTime<Utc>) -> Circumstances {
    Circumstances { rules: Rules::default(), tz: calendar().tz, now }
}

/// Somebody who keeps a birth date.
pub fn born(store: &Store, name: &str, on: NaiveDate) -> Account {
    let account = standing_account(store, name);
    keep_birth_date(store, &account, Some(on));
    account
}

/// Keeps another birth date of somebody, or none.
pub fn keep_birth_date(store: &Store, who: &Account, birth_date: Option<NaiveDate>) {
    let profile = Profile { wish: Wish { party: 1, ..Wish::default() }, birth_date, ..Profile::default() };
    store.write(|tx| tx.put_profile(who.id, &profile, Utc::now())).unwrap();
}

/// The birth date of somebody who is so many years old today, and was yesterday.
pub fn aged(years: u32) -> NaiveDate {
    let today = Utc::now().with_timezone(&calendar().tz).date_naive();
    today.checked_sub_months(Months::new(12 * years + 3)).unwrap()
}

/// A tie that nobody has confirmed yet.
pub fn claimed(store: &Store, ward: &Account, guardian: &Account) -> Guardianship {
    let now = Utc::now().trunc_subsecs(6);
    let tie = Guardianship::claim(GuardianshipId::new(), ward.id, guardian.id, Relation::Parent, now).unwrap();
    store.write(|tx| tx.insert_guardianship(&tie)).unwrap();
    tie
}

/// A tie that counts.
pub fn tied(store: &Store, ward: &Account, guardian: &Account) -> Guardianship {
    let (pending, desk) = (claimed(store, ward, guardian), standing_account(store, &format!("desk{}", GuardianshipId::new())));
    let live = store.write(|tx| {
        let born = tx.profile(ward.id)?.and_then(|kept| kept.profile.birth_date);
        let live = pending.confirm(Proof::InPerson, desk.id, born, &circumstances(Utc::now().trunc_subsecs(6))).unwrap();
        tx.put_guardianship(&live)?;
        Ok::<_, StoreError>(live)
    });
    live.unwrap()
}

#[test]
fn a_tie_comes_back_as_it_was_put_and_counts_its_changes() {
    on_every_backend(|store| {
        let (child, mother, desk) = (standing_account(store, "child"), standing_account(store, "mother"), standing_account(store, "desk"));
        for (n, relation) in Relation::ALL.iter().copied().enumerate() {
            let mut tie = Guardianship::claim(GuardianshipId::new(), child.id, mother.id, relation, at("2026-11-29T01:02:03.456789Z")).unwrap();
            store.write(|tx| tx.insert_guardianship(&tie)).unwrap();
            assert_eq!(store.read(|tx| tx.guardianship(tie.id)), Ok(Some(tie.clone())));
            tie.proof = Some(Proof::ALL[n % Proof::ALL.len()]);
            (tie.state, tie.confirmed_by, tie.confirmed_at) = (State::Live, Some(desk.id), Some(at("2026-11-30T00:00:00.000001Z")));
            tie.until = Some(at("2030-01-31T00:00:00+09:00"));
            store.write(|tx| tx.put_guardianship(&tie)).unwrap();
            tie.version = 2;
            assert_eq!(store.read(|tx| tx.guardianship(tie.id)), Ok(Some(tie.clone())));
            (tie.state, tie.ended_at) = (State::Ended, Some(at("2026-12-01T00:00:00Z")));
            store.write(|tx| tx.put_guardianship(&tie)).unwrap();
            tie.version = 3;
            assert_eq!(store.read(|tx| tx.guardianship(tie.id)), Ok(Some(tie)));
        }
        let of = |who: &Account| store.read(|tx| tx.guardianships_of(who.id)).unwrap();
        assert_eq!((of(&child).len(), of(&child), of(&desk)), (Relation::ALL.len(), of(&mother), vec![]), "of either side, and of nobody else");
        assert!(of(&child).windows(2).all(|pair| pair[0].id < pair[1].id));
    });
}

#[test]
fn two_people_have_one_tie_that_is_not_over_and_nobody_one_to_themselves() {
    on_every_backend(|store| {
        let (child, mother) = (born(store, "child", aged(15)), standing_account(store, "mother"));
        let tie = tied(store, &child, &mother);
        let another = Guardianship { id: GuardianshipId::new(), ..tie.clone() };
        assert!(matches!(store.write(|tx| tx.insert_guardianship(&another)), Err(StoreError::Constraint(_))));
        let own = Guardianship { id: GuardianshipId::new(), guardian: child.id, ..tie.clone() };
        assert!(matches!(store.write(|tx| tx.insert_guardianship(&own)), Err(StoreError::Constraint(_))));
        let ended = tie.end(mother.id, Utc::now()).unwrap();
        store.write(|tx| tx.put_guardianship(&ended).and_then(|()| tx.insert_guardianship(&another))).unwrap();
    });
}

#[test]
fn guardians_stand_in_once_confirmed_until_ended_or_the_birthday() {
    in_every_town(|town| {
        let store = &town.store;
        // Eighteen in ten days, by the city's calendar.
        let today = town.now().with_timezone(&calendar().tz).date_naive();
        let birthday = today.checked_add_days(chrono::Days::new(10)).unwrap();
        let child = born(store, "child", birthday.checked_sub_months(Months::new(12 * 18)).unwrap());
        let (mother, father, stranger) = (standing_account(store, "mother"), standing_account(store, "father"), standing_account(store, "stranger"));
        let guardians = || store.read(|tx| tx.guardians_of(child.id)).unwrap();
        let wards = |who: &Account| store.read(|tx| tx.wards_of(who.id)).unwrap();
        claimed(store, &child, &stranger);
        let (first, _) = (tied(store, &child, &mother), tied(store, &child, &father));
        assert_eq!((guardians(), wards(&mother), wards(&stranger)), (vec![mother.id, father.id], vec![child.id], vec![]));
        assert!(store.read(|tx| tx.is_guardian(mother.id, child.id)).unwrap() && !store.read(|tx| tx.is_guardian(child.id, mother.id)).unwrap());
        let ended = first.end(mother.id, town.now()).unwrap();
        store.write(|tx| tx.put_guardianship(&ended)).unwrap();
        assert_eq!((guardians(), wards(&mother)), (vec![father.id], vec![]));
        town.pass(TimeDelta::days(8));
        assert_eq!(guardians(), [father.id]);
        town.pass(TimeDelta::days(2));
        assert_eq!((guardians(), wards(&father)), (vec![], vec![]), "on the birthday it is over by itself");
        assert!(!store.read(|tx| tx.is_guardian(father.id, child.id)).unwrap());
    });
}

#[test]
fn a_code_works_once_and_for_a_week_and_a_new_one_takes_the_place_of_the_old() {
    in_every_town(|town| {
        let store = &town.store;
        let child = standing_account(store, "child");
        let make = |code: &str| store.write(|tx| tx.insert_guardian_code(child.id, &hash(code))).unwrap();
        let enter = |code: &str| store.write(|tx| tx.use_guardian_code(&hash(code))).unwrap();
        let until = make("first");
        assert_eq!((until - town.now()).num_hours(), 167, "seven days, less a moment");
        assert_eq!(enter("another"), None);
        assert_eq!((enter("first"), enter("first")), (Some(child.id), None));
        make("second");
        make("third");
        assert_eq!((enter("second"), enter("third")), (None, Some(child.id)), "one at a time");
        make("late");
        town.pass(TimeDelta::days(7) - TimeDelta::minutes(1));
        let other = standing_account(store, "other");
        store.write(|tx| tx.insert_guardian_code(other.id, &hash("others"))).unwrap();
        town.pass(TimeDelta::minutes(2));
        assert_eq!((enter("late"), enter("others")), (None, Some(other.id)));
    });
}

#[test]
fn of_two_who_enter_a_code_at_once_one_is_too_late() {
    on_every_backend(|store| {
        let child = standing_account(store, "child");
        store.write(|tx| tx.insert_guardian_code(child.id, &hash("code"))).unwrap();
        let entered = at_once(8, |_| store.write(|tx| tx.use_guardian_code(&hash("code"))));
        assert_eq!(entered.into_iter().flatten().count(), 1);
    });
}

#[test]
fn a_tie_goes_with_either_of_the_two_and_outlives_whoever_confirmed_it() {
    on_every_backend(|store| {
        let (child, other, mother) = (born(store, "child", aged(15)), born(store, "other", aged(10)), standing_account(store, "mother"));
        let (tie, second) = (tied(store, &child, &mother), tied(store, &other, &mother));
        store.write(|tx| tx.delete_account(tie.confirmed_by.unwrap())).unwrap();
        let kept = store.read(|tx| tx.guardianship(tie.id)).unwrap().unwrap();
        assert_eq!((kept.confirmed_by, kept.state), (None, State::Live));
        store.write(|tx| tx.delete_account(child.id)).unwrap();
        assert_eq!(store.read(|tx| tx.guardianship(tie.id)), Ok(None));
        assert_eq!(store.read(|tx| tx.guardianships_of(mother.id)).unwrap().len(), 1);
        store.write(|tx| tx.delete_account(mother.id)).unwrap();
        assert_eq!(store.read(|tx| tx.guardianship(second.id)), Ok(None));
    });
}

#[test]
fn what_a_coordinator_finds_to_confirm_is_what_they_may_confirm() {
    in_every_place(|place| {
        let store = place.store();
        let area = |code: &str, parent: Option<&str>| Area {
            code: code.into(),
            names: Names { ja: code.into(), en: code.into() },
            kind: AreaKind::Ward,
            parent: parent.map(Into::into),
            point: None,
            adjacent: vec![],
            postal_prefixes: vec![],
        };
        let areas = AreaTree::new(vec![area("city", None), area("north", Some("city")), area("block", Some("north")), area("south", Some("city"))]).unwrap();
        let mother = standing_account(&store, "mother");
        let homes: [&[&str]; 6] = [&["block"], &["north"], &["city"], &["south", "gone"], &["gone"], &[]];
        let mut ties = vec![];
        for (n, home) in homes.iter().enumerate() {
            let child = standing_account(&store, &format!("child{n}"));
            let codes: Vec<String> = home.iter().map(|c| (*c).to_owned()).collect();
            if n != 5 {
                let profile = Profile { wish: Wish { areas: codes.clone(), party: 1, ..Wish::default() }, ..Profile::default() };
                store.write(|tx| tx.put_profile(child.id, &profile, Utc::now())).unwrap();
            }
            let tie = claimed(&store, &child, &mother);
            ties.push((tie.id, Facts { account: Some(child.id), ..Facts::default() }.with_areas(&codes, &areas)));
        }
        let coordinator = |codes: &[&str], themes: &[&str]| Role::Coordinator {
            areas: codes.iter().map(|c| (*c).into()).collect(),
            themes: themes.iter().map(|t| (*t).into()).collect(),
        };
        let roles = [
            vec![coordinator(&["north"], &[])],
            vec![coordinator(&["block", "south"], &[])],
            vec![coordinator(&["city"], &[])],
            vec![coordinator(&["city"], &["snow"])],
            vec![coordinator(&["city"], &["snow"]), coordinator(&["south"], &[])],
            vec![coordinator(&["gone"], &[])],
            vec![Role::Administrator],
        ];
        let mut found_any = 0;
        for roles in roles {
            let caller = Caller::Person(Person { account: mother.id, login: LoginId::derived(0, "desk"), roles: roles.clone() });
            let (all, mut found, mut after) = (reach(&caller, Operation::ListGuardianships), vec![], None);
            loop {
                let page = store.read(|tx| tx.guardianships_in(State::Pending, &all, &areas, after, 2)).unwrap();
                after = page.last().map(|tie| tie.id);
                found.extend(page.iter().map(|tie| tie.id));
                if page.len() < 2 {
                    break;
                }
            }
            let may = |facts: &Facts| matches!(decide(&caller, Operation::ConfirmGuardianship, Target::Object(facts)), Decision::Allow(_));
            let mut expected: Vec<_> = ties.iter().filter(|(_, facts)| may(facts)).map(|(id, _)| *id).collect();
            expected.sort_unstable();
            assert_eq!(found, expected, "{roles:?}");
            found_any += found.len();
        }
        assert!(found_any > 10);
        let everything = reach(
            &Caller::Person(Person { account: mother.id, login: LoginId::derived(0, "desk"), roles: vec![Role::Administrator] }),
            Operation::ListGuardianships,
        );
        assert_eq!(store.read(|tx| tx.guardianships_in(State::Live, &everything, &areas, None, 9)), Ok(vec![]));
    });
}

#[test]
fn an_age_is_that_of_the_city_s_today() {
    on_every_backend(|store| {
        let child = born(store, "child", "2010-12-01".parse().unwrap());
        let age = |now: &str| store.read(|tx| tx.age_of(child.id, &circumstances(at(now)))).unwrap();
        assert_eq!((age("2026-11-30T14:59:59Z"), age("2026-11-30T15:00:00Z")), (Some(15), Some(16)), "midnight in Sapporo");
        assert_eq!(age("2000-01-01T00:00:00Z"), None, "a clock that was put back");
        keep_birth_date(store, &child, None);
        assert_eq!(age("2026-11-30T15:00:00Z"), None);
        let nobody = standing_account(store, "nobody");
        assert_eq!(store.read(|tx| tx.age_of(nobody.id, &circumstances(Utc::now()))), Ok(None));
    });
}
