//! Random lives of one minor and two guardians, against a plain model: nobody who is not of age has a place ahead without a guardian's word.

use crate::backends::on_every_backend;
use crate::consent::{application, listing};
use crate::guardian::calendar;
use crate::people::at;
use crate::persons::standing_account;
use chrono::{DateTime, Datelike, Months, NaiveDate, TimeDelta, Utc};
use enmusubi_domain::account::Account;
use enmusubi_domain::application::{Application, Circumstances, Rules, State};
use enmusubi_domain::consent::{Consent, Given, Method, Purpose, TextLang};
use enmusubi_domain::guardian::{self, Guardianship, Proof, Relation};
use enmusubi_domain::id::{ConsentId, GuardianshipId};
use enmusubi_domain::matching::Wish;
use enmusubi_domain::opportunity::Opportunity;
use enmusubi_domain::profile::Profile;
use enmusubi_persistence::{Store, StoreError};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

/// A theme, begin and end, and whether a word for the year is too little.
type Met = (&'static str, Option<(&'static str, &'static str)>, bool);

/// Listings a life can meet: begin and end by Sapporo's clocks, and whether a word for the year is too little for them.
const LISTINGS: [Met; 5] = [
    ("environment", Some(("2026-12-20T13:00:00+09:00", "2026-12-20T15:00:00+09:00")), false),
    ("snow", Some(("2027-01-15T09:00:00+09:00", "2027-01-15T11:00:00+09:00")), true),
    ("culture", Some(("2027-02-01T19:30:00+09:00", "2027-02-01T21:30:00+09:00")), true),
    ("education", Some(("2027-04-10T13:00:00+09:00", "2027-04-10T15:00:00+09:00")), false),
    ("childcare", None, false),
];

#[derive(Debug, Clone, Copy)]
enum Step {
    Claim(usize),
    Confirm(usize),
    End(usize, By),
    AgreeToTheYear(usize),
    AgreeTo(usize, usize),
    /// Both one after the other, so that lives are eventful.
    Arrange(usize, usize),
    Paper(usize),
    TakeBack(usize),
    Accept(usize),
    ApplyAgain(usize),
    Pass(i64),
    SayBorn(i32),
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum By {
    Guardian,
    Ward,
    Desk,
}

fn step() -> impl Strategy<Value = Step> {
    let (g, l) = (0..2usize, 0..LISTINGS.len());
    prop_oneof![
        3 => g.clone().prop_map(Step::Claim),
        4 => g.clone().prop_map(Step::Confirm),
        2 => (g.clone(), prop_oneof![Just(By::Guardian), Just(By::Ward), Just(By::Desk)]).prop_map(|(g, by)| Step::End(g, by)),
        4 => g.clone().prop_map(Step::AgreeToTheYear),
        5 => (g.clone(), l.clone()).prop_map(|(g, l)| Step::AgreeTo(g, l)),
        9 => (g, l.clone()).prop_map(|(g, l)| Step::Arrange(g, l)),
        1 => l.clone().prop_map(Step::Paper),
        7 => (0..6usize).prop_map(Step::TakeBack),
        12 => l.clone().prop_map(Step::Accept),
        3 => l.prop_map(Step::ApplyAgain),
        3 => prop_oneof![6 => 0..4i64, 2 => 10..60i64, 1 => 90..200i64].prop_map(Step::Pass),
        1 => (8..20i32).prop_map(Step::SayBorn),
    ]
}

/// What a plain reader of the rules would write down.
struct Model {
    now: DateTime<Utc>,
    born: NaiveDate,
    /// By guardian: nothing, claimed, or confirmed until a moment.
    ties: [Option<Option<DateTime<Utc>>>; 2],
    words: Vec<Word>,
    /// By listing: which application in a row it is, and where it stands.
    places: [(usize, State); 5],
}

/// A guardian's word.
struct Word {
    /// Who said it; nobody: on paper.
    giver: Option<usize>,
    /// For which listing, and which application for it in a row; none: for the year.
    of: Option<(usize, usize)>,
    until: Option<DateTime<Utc>>,
    back: bool,
}

impl Model {
    fn today(&self) -> NaiveDate {
        self.now.with_timezone(&calendar().tz).date_naive()
    }

    fn age(&self) -> u32 {
        (1..).find(|n| self.born.checked_add_months(Months::new(12 * n)).unwrap() > self.today()).unwrap() - 1
    }

    fn birthday(&self) -> DateTime<Utc> {
        midnight(self.born.checked_add_months(Months::new(12 * 18)).unwrap())
    }

    fn counts(&self, guardian: usize) -> bool {
        self.ties[guardian].flatten().is_some_and(|until| self.now < until)
    }

    fn ends(listing: usize) -> Option<DateTime<Utc>> {
        LISTINGS[listing].1.map(|(_, end)| at(end))
    }

    fn lies_ahead(&self, listing: usize) -> bool {
        Self::ends(listing).is_none_or(|end| self.now < end)
    }

    fn may_have_a_place(&self, listing: usize) -> bool {
        let this = (listing, self.places[listing].0);
        let one = self.words.iter().any(|w| w.of == Some(this) && !w.back);
        let year = |end| self.words.iter().any(|w| w.of.is_none() && !w.back && w.until.is_some_and(|until| self.now < until && end <= until));
        match self.age() {
            18.. => true,
            16.. => one || (!LISTINGS[listing].2 && Self::ends(listing).is_some_and(year)),
            _ => one,
        }
    }

    /// Whatever has lost the word it needs falls.
    fn settle(&mut self) {
        for listing in 0..LISTINGS.len() {
            if self.places[listing].1 == State::Accepted && self.lies_ahead(listing) && !self.may_have_a_place(listing) {
                self.places[listing].1 = State::Withdrawn;
            }
        }
    }

    fn year_ends(&self) -> DateTime<Utc> {
        let (today, april) = (self.today(), |year| NaiveDate::from_ymd_opt(year, 4, 1).unwrap());
        midnight(if today < april(today.year()) { april(today.year()) } else { april(today.year() + 1) })
    }
}

fn midnight(day: NaiveDate) -> DateTime<Utc> {
    day.and_hms_opt(0, 0, 0).unwrap().and_local_timezone(calendar().tz).unwrap().with_timezone(&Utc)
}

/// The same life in the store.
struct Life<'a> {
    store: &'a Store,
    listings: &'a [Opportunity],
    child: Account,
    guardians: [Account; 2],
    desk: Account,
    ties: [Option<Guardianship>; 2],
    words: Vec<Consent>,
    applications: Vec<Application>,
    model: Model,
}

impl Life<'_> {
    fn at(&self) -> Circumstances {
        Circumstances { rules: Rules::default(), tz: calendar().tz, now: self.model.now }
    }

    /// As every change does that can take a word away: under the locks.
    fn change<T>(&self, f: impl Fn(&mut enmusubi_persistence::Tx<'_>) -> Result<T, StoreError>) -> T {
        let work = |tx: &mut enmusubi_persistence::Tx<'_>| {
            tx.lock_for_consents(self.child.id)?;
            f(tx)
        };
        self.store.write_by_locks(work).unwrap()
    }

    fn agree(&mut self, giver: Option<usize>, listing: Option<usize>) {
        let purpose = if listing.is_some() { Purpose::GuardianApplication } else { Purpose::GuardianYear };
        let method = if giver.is_some() { Method::Account } else { Method::Paper };
        let given = Given { purpose, application: listing.map(|l| self.applications[l].id), text_version: 1, lang: TextLang::Ja, method };
        let (by, recorded) = (giver.map(|g| self.guardians[g].id), giver.is_none().then_some(self.desk.id));
        let word = Consent::give(ConsentId::new(), self.child.id, by, recorded, given, self.model.now, calendar().tz);
        self.change(|tx| tx.insert_consent(&word));
        self.words.push(word);
        let until = listing.is_none().then(|| self.model.year_ends());
        self.model.words.push(Word { giver, of: listing.map(|l| (l, self.model.places[l].0)), until, back: false });
    }

    fn keep_born(&self, birth_date: NaiveDate) {
        let profile = Profile { wish: Wish { party: 1, ..Wish::default() }, birth_date: Some(birth_date), ..Profile::default() };
        self.change(|tx| {
            tx.put_profile(self.child.id, &profile, self.model.now)?;
            tx.settle_consents(self.child.id, &self.at())
        });
    }

    fn take(&mut self, step: Step) {
        match step {
            Step::Claim(g) => {
                if self.model.ties[g].is_none() {
                    let tie = Guardianship::claim(GuardianshipId::new(), self.child.id, self.guardians[g].id, Relation::Parent, self.model.now).unwrap();
                    self.change(|tx| tx.insert_guardianship(&tie));
                    (self.ties[g], self.model.ties[g]) = (Some(tie), Some(None));
                }
            }
            Step::Confirm(g) => {
                let Some(tie) = &self.ties[g] else { return };
                let confirmed = tie.confirm(Proof::InPerson, self.desk.id, Some(self.model.born), &self.at());
                let expected = if self.model.ties[g] != Some(None) {
                    Err(guardian::Refused::NotPending)
                } else if self.model.age() >= 18 {
                    Err(guardian::Refused::OfAge)
                } else {
                    Ok(self.model.birthday())
                };
                assert_eq!(confirmed.as_ref().map(|tie| tie.until.unwrap()).map_err(|e| *e), expected);
                if let Ok(tie) = confirmed {
                    self.change(|tx| tx.put_guardianship(&tie));
                    (self.ties[g], self.model.ties[g]) = (Some(tie), Some(Some(self.model.birthday())));
                }
            }
            Step::End(g, by) => {
                let Some(tie) = &self.ties[g] else { return };
                let who = match by {
                    By::Guardian => self.guardians[g].id,
                    By::Ward => self.child.id,
                    By::Desk => self.desk.id,
                };
                let ended = tie.end(who, self.model.now);
                assert_eq!(ended.is_ok(), by != By::Ward || !self.model.counts(g), "a minor does not end what counts");
                let Ok(ended) = ended else { return };
                self.change(|tx| tx.end_guardianship(&ended, &self.at()));
                (self.ties[g], self.model.ties[g]) = (None, None);
                self.model.words.iter_mut().filter(|w| w.giver == Some(g)).for_each(|w| w.back = true);
                self.model.settle();
            }
            Step::AgreeToTheYear(g) => {
                if self.model.counts(g) {
                    self.agree(Some(g), None);
                }
            }
            Step::AgreeTo(g, l) => {
                if self.model.counts(g) && matches!(self.model.places[l].1, State::Applied | State::Accepted) {
                    self.agree(Some(g), Some(l));
                }
            }
            Step::Arrange(g, l) => {
                self.take(Step::AgreeTo(g, l));
                self.take(Step::Accept(l));
            }
            Step::Paper(l) => {
                if matches!(self.model.places[l].1, State::Applied | State::Accepted) {
                    self.agree(None, Some(l));
                }
            }
            Step::TakeBack(n) => {
                let Some(word) = self.words.get(n) else { return };
                let fresh = self.change(|tx| {
                    let fresh = tx.withdraw_consent(word.id, self.model.now)?;
                    tx.settle_consents(self.child.id, &self.at())?;
                    Ok(fresh)
                });
                assert_eq!(fresh, !std::mem::replace(&mut self.model.words[n].back, true));
                self.model.settle();
            }
            Step::Accept(l) => {
                let begins = LISTINGS[l].1.map(|(begin, _)| at(begin));
                if self.model.places[l].1 != State::Applied || begins.is_some_and(|begin| begin <= self.model.now) {
                    return;
                }
                let (id, of) = (self.applications[l].id, &self.listings[l]);
                let accepted = self.change(|tx| {
                    let stands = tx.application(id)?.unwrap();
                    let live = tx.consent_is_live(&stands, of, Model::ends(l), &self.at())?;
                    if live {
                        tx.put_application(
                            &stands
                                .accept(true, &enmusubi_domain::application::Rules::default(), &enmusubi_domain::application::Ahead::default(), self.model.now)
                                .unwrap(),
                        )?;
                    }
                    Ok(live)
                });
                assert_eq!(accepted, self.model.may_have_a_place(l), "listing {l} at {}", self.model.age());
                if accepted {
                    self.model.places[l].1 = State::Accepted;
                }
            }
            Step::ApplyAgain(l) => {
                if self.model.places[l].1 == State::Withdrawn {
                    self.applications[l] = application(self.store, &self.child, &self.listings[l], State::Applied);
                    self.model.places[l] = (self.model.places[l].0 + 1, State::Applied);
                }
            }
            Step::Pass(days) => self.model.now += TimeDelta::days(days) + TimeDelta::minutes(47 * days),
            Step::SayBorn(years) => {
                // While a guardian stands in, what was vouched for is not changed.
                if !(self.model.counts(0) || self.model.counts(1)) {
                    self.model.born = self.model.today().with_day(15).unwrap().checked_sub_months(Months::new(12 * years.unsigned_abs() + 2)).unwrap();
                    self.keep_born(self.model.born);
                    self.model.settle();
                }
            }
        }
    }

    fn compare(&self) -> Result<(), TestCaseError> {
        let (lacking, stands) = self.store.read(|tx| {
            let stands: Result<Vec<State>, StoreError> = self.applications.iter().map(|a| Ok(tx.application(a.id)?.unwrap().state)).collect();
            Ok::<_, StoreError>((tx.accepted_without_consent(Some(self.child.id), &self.at())?, stands?))
        })?;
        prop_assert_eq!(lacking, vec![], "a minor has a place ahead without a guardian's word");
        prop_assert_eq!(stands, self.model.places.map(|(_, state)| state).to_vec());
        Ok(())
    }
}

/// Seats that others have taken: every life gives one back at most.
const MANY: u32 = 100_000;

fn listings(store: &Store) -> Vec<Opportunity> {
    let made = LISTINGS.iter().map(|(theme, when, _)| {
        let mut of = listing(store, theme, &[*theme], if when.is_some() { &[1] } else { &[] });
        if let Some((begin, end)) = when {
            let session = &mut of.details.schedule.sessions[0];
            (session.starts_at, session.ends_at, session.seats, session.seats_taken) = (at(begin), at(end), None, MANY);
        } else {
            of.details.seats_taken = MANY;
        }
        store.write(|tx| tx.put_opportunity(&of)).unwrap();
        of
    });
    made.collect()
}

#[test]
fn no_life_leaves_a_minor_with_a_place_and_without_a_word() {
    on_every_backend(|store| {
        let listings = listings(store);
        let lives = (13..18u32, 1..12u32, 0..3usize, prop::collection::vec(step(), 1..60));
        let mut runner = TestRunner::new(Config { cases: 64, failure_persistence: None, ..Config::default() });
        let counted = std::cell::RefCell::new((0usize, 0usize));
        let run = runner.run(&lives, |(years, months, known, steps)| {
            let n = GuardianshipId::new();
            let person = |name: &str| standing_account(store, &format!("{name}{n}"));
            let now = at("2026-11-29T03:00:00Z");
            let born = NaiveDate::from_ymd_opt(2026, 11, 15).unwrap().checked_sub_months(Months::new(12 * years + months)).unwrap();
            let child = person("child");
            let applications: Vec<Application> = listings.iter().map(|of| application(store, &child, of, State::Applied)).collect();
            let mut life = Life {
                store,
                listings: &listings,
                guardians: [person("mother"), person("father")],
                desk: person("desk"),
                child,
                ties: [None, None],
                words: vec![],
                applications,
                model: Model { now, born, ties: [None; 2], words: vec![], places: [(0, State::Applied); 5] },
            };
            life.keep_born(born);
            let begun = (0..known).flat_map(|g| [Step::Claim(g), Step::Confirm(g)]);
            for step in begun.chain(steps) {
                let before = life.model.places;
                life.take(step);
                life.compare()?;
                let mut counted = counted.borrow_mut();
                for (was, is) in before.iter().zip(life.model.places) {
                    counted.0 += usize::from(was.1 != State::Accepted && is.1 == State::Accepted);
                    counted.1 += usize::from(was.1 == State::Accepted && is.1 == State::Withdrawn);
                }
            }
            Ok(())
        });
        run.unwrap_or_else(|e| panic!("{e}"));
        let (accepted, lapsed) = counted.into_inner();
        println!("{accepted} accepted, {lapsed} lapsed");
        assert!(accepted > 40 && lapsed > 8, "the lives were eventful: {accepted} accepted, {lapsed} lapsed");
    });
}
