use super::model::{ASKED_A_WEEK, Begun, Bent, GROUP_ANSWERS, Model, NEWCOMERS_FIRST, Open, SEAT_IS_HELD, Stands, Told, VOLUNTEER_ANSWERS, Wish, Word};
use super::plan::{EXPERIENCED, GROUPS, HELPER, LISTINGS, MINOR, Op, PEOPLE, Town};
use crate::people::plain_group;
use crate::persons::{account, grant};
use crate::taking_part::{noon, told};
use chrono::{DateTime, Months, TimeDelta, Utc};
use enmusubi_domain::access::Role;
use enmusubi_domain::application::{Application, Circumstances, DeclineReason, No, Origin, Refused, Rules, Side, Submission};
use enmusubi_domain::connection::ConnectionSource;
use enmusubi_domain::consent::{Consent, Given, Method, Purpose, TextLang};
use enmusubi_domain::day::DayParts;
use enmusubi_domain::group::Group;
use enmusubi_domain::id::{AccountId, ApplicationId, ConsentId, GroupId, OpportunityId, SessionId};
use enmusubi_domain::level::{Level, Responsibility};
use enmusubi_domain::matching;
use enmusubi_domain::opportunity::{self, Audience, Kind, Opportunity, OpportunityDetails, Seeks};
use enmusubi_domain::profile::Profile;
use enmusubi_domain::schedule::{Schedule, Session};
use enmusubi_persistence::{Asking, GroupLimits, OwnLimits, StepError, Store, StoreError, Tx};
use proptest::prelude::*;
use proptest::test_runner::TestCaseError;

/// What is looked at after every step: applications, seats and waiting lists.
#[derive(Debug, PartialEq, Default)]
struct Seen {
    apps: Vec<SeenApp>,
    /// By opportunity: seats taken where there are no dates, and by session.
    taken: Vec<(i64, Vec<i64>)>,
    queues: Vec<Vec<usize>>,
}

#[derive(Debug, PartialEq, Clone)]
struct SeenApp {
    stands: &'static str,
    seated: bool,
    answer_by: Option<i64>,
    sessions: Vec<usize>,
    at: Vec<usize>,
}

/// One history, told to the store and to the model.
pub struct Play<'a> {
    store: &'a Store,
    people: Vec<AccountId>,
    guardian: AccountId,
    coordinator: AccountId,
    groups: Vec<GroupId>,
    listings: Vec<OpportunityId>,
    sessions: Vec<Vec<SessionId>>,
    apps: Vec<ApplicationId>,
    words: Vec<ConsentId>,
    pub model: Model,
}

fn moment(minutes: i64) -> DateTime<Utc> {
    noon() + TimeDelta::minutes(minutes)
}

fn minutes(at: DateTime<Utc>) -> i64 {
    (at - noon()).num_minutes()
}

impl<'a> Play<'a> {
    /// Builds the town in the store.
    pub fn new(store: &'a Store, town: Town, bent: Option<Bent>) -> Self {
        let unique = ApplicationId::new();
        let mut accounts: Vec<_> = (0..PEOPLE + 2).map(|n| account(&format!("v{n}-{unique}"))).collect();
        let groups: Vec<Group> = (0..GROUPS).map(|n| Group { id: GroupId::new(), ..plain_group(&format!("g{n}-{unique}")) }).collect();
        let listings: Vec<Opportunity> = (0..town.listings.len()).map(|n| listing(&town, n, &groups)).collect();
        let born = noon().date_naive().checked_sub_months(Months::new(12 * u32::from(town.minors_age) + 5)).unwrap();
        let minor = Profile { wish: matching::Wish { party: 1, ..Default::default() }, birth_date: Some(born), ..Profile::default() };
        let experienced = matching::Wish { level: Some(Level::Applied), party: 1, ..Default::default() };
        let experienced = Profile { wish: experienced, ..Profile::default() };
        let helps = grant(&accounts[HELPER], Role::Helper(groups[1].id));
        let built = store.write(|tx| {
            accounts.iter().try_for_each(|a| tx.insert_account(a, "$argon2id$1"))?;
            groups.iter().try_for_each(|g| tx.put_group(g).map(drop))?;
            listings.iter().try_for_each(|o| tx.put_opportunity(o).map(drop))?;
            tx.put_profile(accounts[MINOR].id, &minor, noon())?;
            tx.put_profile(accounts[EXPERIENCED].id, &experienced, noon())?;
            tx.give_role(&helps)
        });
        built.unwrap_or_else(|e: StoreError| panic!("{e}"));
        let (guardian, coordinator) = (accounts.pop().unwrap().id, accounts.pop().unwrap().id);
        Self {
            store,
            people: accounts.iter().map(|a| a.id).collect(),
            guardian,
            coordinator,
            groups: groups.iter().map(|g| g.id).collect(),
            listings: listings.iter().map(|o| o.id).collect(),
            sessions: listings.iter().map(|o| o.details.schedule.sessions.iter().map(|s| s.id).collect()).collect(),
            apps: vec![],
            words: vec![],
            model: Model::new(town, bent),
        }
    }

    fn at(&self) -> Circumstances {
        let hours = |minutes: i64| u16::try_from(minutes / 60).unwrap();
        let rules = Rules {
            answer_days: hours(GROUP_ANSWERS) / 24,
            proposal_days: hours(VOLUNTEER_ANSWERS) / 24,
            confirm_hours: hours(SEAT_IS_HELD),
            newcomer_release_hours: hours(NEWCOMERS_FIRST),
            invitations_per_week: u8::try_from(ASKED_A_WEEK).unwrap(),
            handover_minutes: u16::try_from(self.model.town.handover).unwrap(),
            ..Rules::default()
        };
        Circumstances { rules, tz: enmusubi_domain::city::Calendar::default().tz, now: moment(self.model.now) }
    }

    /// A step in the store, by its locks.
    fn step(&self, f: impl Fn(&mut Tx<'_>, &Circumstances) -> Result<Application, StepError>) -> Result<Application, Refused> {
        let at = self.at();
        told(self.store.write_by_locks(|tx| f(tx, &at)))
    }

    /// One that fits, or now and then any.
    fn one_of(n: u16, all: usize, fits: impl Fn(usize) -> bool) -> Option<usize> {
        let (n, fitting) = (usize::from(n), (0..all).filter(|i| fits(*i)).collect::<Vec<_>>());
        match n % 16 {
            15 if all > 0 => Some(n / 16 % all),
            _ if !fitting.is_empty() => Some(fitting[n / 16 % fitting.len()]),
            _ => None,
        }
    }

    /// An application that stands in one of these ways.
    fn pick(&self, n: u16, wanted: &[Stands]) -> Option<usize> {
        Self::one_of(n, self.model.apps.len(), |a| wanted.contains(&self.model.apps[a].stands))
    }

    /// Somebody, and an opportunity that they could apply for.
    fn pair(&self, n: u16) -> (usize, usize) {
        let pair = |n: usize| (n % PEOPLE, n / PEOPLE);
        let found = Self::one_of(n, PEOPLE * LISTINGS, |n| self.model.could_apply(pair(n).0, pair(n).1));
        pair(found.unwrap_or(usize::from(n) % (PEOPLE * LISTINGS)))
    }

    /// The sessions of an opportunity that a number stands for.
    fn chosen(&self, listing: usize, mask: u16) -> Vec<usize> {
        (0..self.sessions[listing].len()).filter(|s| mask >> s & 1 == 1).collect()
    }

    fn session_ids(&self, listing: usize, sessions: &[usize]) -> Vec<SessionId> {
        sessions.iter().map(|s| self.sessions[listing][*s]).collect()
    }

    /// Takes a step in both; they must say the same of it.
    pub fn take(&mut self, op: Op) -> Result<(), TestCaseError> {
        match op {
            Op::Submit { who, chosen, party, waitlist, of_age, by_guardian } => {
                let (person, listing) = self.pair(who);
                let by_guardian = by_guardian && person == MINOR;
                let chosen = self.chosen(listing, chosen);
                self.begin(&Wish { person, listing, chosen, party: party.into(), begun: Begun::ByThemselves, waitlist, of_age, by_guardian })
            }
            Op::Propose { who, chosen, invited, of_age } => {
                let (person, listing) = self.pair(who);
                let begun = if invited { Begun::Invited } else { Begun::Introduced };
                let chosen = self.chosen(listing, chosen);
                self.begin(&Wish { person, listing, chosen, party: 1, begun, waitlist: true, of_age, by_guardian: false })
            }
            Op::Consent(n) => {
                let asked = |a: usize| self.model.is_asked(a);
                let a = Self::one_of(n, self.model.apps.len(), asked);
                self.on(a, |tx, a, at| tx.consent_to_application(a, at), |m, a| m.consent(a))
            }
            Op::Accept(n) => {
                let a = self.pick(n, &[Stands::Applied]);
                self.on(a, |tx, a, at| tx.accept_application(a, None, at), |m, a| m.accept(a, None))
            }
            Op::AcceptSome(n, mask) => {
                let Some(a) = self.pick(n, &[Stands::Applied]) else { return Ok(()) };
                let only = self.chosen(self.model.apps[a].listing, mask);
                let ids = self.session_ids(self.model.apps[a].listing, &only);
                self.on(Some(a), |tx, a, at| tx.accept_application(a, Some(&ids), at), |m, a| m.accept(a, Some(&only)))
            }
            Op::Decline(n, by_group) => {
                let side = if by_group { Side::Group } else { Side::Volunteer };
                let no = || No { reason: DeclineReason::Other, text: None };
                let live = [Stands::Proposed, Stands::Applied, Stands::Waitlisted, Stands::Accepted];
                let a = self.pick(n, &live);
                self.on(a, |tx, a, at| tx.decline_application(a, side, no(), at), |m, a| m.decline(a, by_group))
            }
            Op::Withdraw(n) => {
                let wanted: &[Stands] = &[Stands::Applied, Stands::Waitlisted, Stands::Accepted];
                let a = self.pick(n, wanted);
                self.on(a, |tx, a, at| tx.withdraw_application(a, Side::Volunteer, None, at), |m, a| m.withdraw(a, false))
            }
            Op::MakeRoom(n) => {
                let a = Self::one_of(n, self.model.apps.len(), |a| self.model.is_in_somebodys_way(a));
                self.on(a, |tx, a, at| tx.withdraw_application(a, Side::Volunteer, None, at), |m, a| m.withdraw(a, false))
            }
            Op::TakeBackProposal(n) => {
                let a = self.pick(n, &[Stands::Proposed]);
                self.on(a, |tx, a, at| tx.withdraw_application(a, Side::Group, None, at), |m, a| m.withdraw(a, true))
            }
            Op::Pass(minutes) => {
                self.model.now += minutes;
                Ok(())
            }
            Op::Sweep => self.sweep(),
            Op::UntilDue => {
                self.model.now = self.model.next_deadline().unwrap_or(self.model.now);
                self.sweep()
            }
            Op::Seats { listing, session, seats } => self.change_seats(listing, session, seats),
            Op::CancelSession { listing, session } => {
                let Some(cancelled) = self.model.cancelled[listing].get_mut(session) else { return Ok(()) };
                *cancelled = true;
                self.change(listing, |o| o.details.schedule.sessions[session].cancelled = true)
            }
            Op::Close(listing) => {
                if self.model.open[listing] == Open::Published {
                    self.model.open[listing] = Open::Closed;
                    return self.change(listing, |o| o.state = opportunity::State::Closed);
                }
                Ok(())
            }
            Op::Cancel(listing) => {
                self.model.open[listing] = Open::Cancelled;
                self.change(listing, |o| o.state = opportunity::State::Cancelled)
            }
            Op::OwnLimit { person, sessions, invitations } => {
                self.model.own_limits[person] = (sessions, invitations);
                let limits = OwnLimits { sessions_per_week: sessions, invitations_per_week: invitations, ..OwnLimits::default() };
                Ok(self.store.write(|tx| tx.put_own_limits(self.people[person], &limits))?)
            }
            Op::GroupLimit { group, sessions } => {
                self.model.group_limits[group] = sessions;
                let limits = GroupLimits { sessions_per_person_week: sessions, ..GroupLimits::default() };
                Ok(self.store.write(|tx| tx.put_group_limits(self.groups[group], &limits))?)
            }
            Op::AgreeToTheYear => self.agree(None),
            Op::AgreeTo(n) => match self.pick(n, &[Stands::Proposed, Stands::Applied, Stands::Waitlisted, Stands::Accepted]) {
                Some(a) if self.model.apps[a].person == MINOR => self.agree(Some(a)),
                _ => self.model.apps.iter().rposition(|a| a.person == MINOR).map_or(Ok(()), |a| self.agree(Some(a))),
            },
            Op::TakeBackWord(n) => self.take_back(n),
        }
    }

    fn same(&mut self, store: Result<Application, Refused>, model: Told) -> Result<(), TestCaseError> {
        let store = store.as_ref().map(|a| a.state.code()).map_err(Refused::code);
        prop_assert_eq!(store, model.map(Stands::code));
        *self.model.seen.entry(store.unwrap_or_else(|why| why)).or_default() += 1;
        Ok(())
    }

    fn begin(&mut self, wish: &Wish) -> Result<(), TestCaseError> {
        let (id, word) = (ApplicationId::new(), ConsentId::new());
        let (person, listing) = (self.people[wish.person], self.listings[wish.listing]);
        let (origin, begun_by) = match wish.begun {
            Begun::ByThemselves => (Origin::Volunteer, wish.by_guardian.then_some(self.guardian)),
            Begun::Invited => (Origin::Invitation, Some(self.coordinator)),
            Begun::Introduced => (Origin::Introduction, Some(self.coordinator)),
        };
        let asking = Asking { origin, begun_by, waitlist: wish.waitlist, of_age: wish.of_age };
        let party = u32::try_from(wish.party).unwrap();
        let submission = Submission { sessions: self.session_ids(wish.listing, &wish.chosen), party, message: None, source: ConnectionSource::Match };
        let store = self.step(|tx, at| {
            let a = tx.submit_application(id, person, listing, &submission, asking, at)?;
            if wish.by_guardian {
                tx.agree_by_applying(word, self.guardian, &a, TextLang::Ja, at)?;
            }
            Ok(a)
        });
        let model = self.model.submit(wish);
        if model.is_ok() {
            self.apps.push(id);
            self.words.extend(wish.by_guardian.then_some(word));
        }
        self.same(store, model)
    }

    /// A step of an application, in both.
    fn on(
        &mut self,
        a: Option<usize>,
        store: impl Fn(&mut Tx<'_>, ApplicationId, &Circumstances) -> Result<Application, StepError>,
        model: impl Fn(&mut Model, usize) -> Told,
    ) -> Result<(), TestCaseError> {
        let Some(a) = a else { return Ok(()) };
        let store = self.step(|tx, at| store(tx, self.apps[a], at));
        let model = model(&mut self.model, a);
        self.same(store, model)
    }

    /// As the node does it from time to time, but for others' towns.
    fn sweep(&mut self) -> Result<(), TestCaseError> {
        let at = self.at();
        let due = self.store.read(|tx| tx.applications_overdue(&at, usize::MAX)).map_err(|e: StoreError| e)?;
        let mut ended = 0;
        for id in due.into_iter().filter(|id| self.apps.contains(id)) {
            ended += usize::from(self.store.write_by_locks(|tx| tx.expire_application(id, &at)).map_err(|e: StoreError| e)?);
        }
        let waiting = self.store.read(|tx| tx.opportunities_with_waiting(&at)).map_err(|e: StoreError| e)?;
        for id in waiting.into_iter().filter(|id| self.listings.contains(id)) {
            self.store.write_by_locks(|tx| tx.offer_free_seats(id, &at)).map_err(|e: StoreError| e)?;
        }
        prop_assert_eq!(ended, self.model.sweep());
        Ok(())
    }

    /// More seats or fewer; never fewer than are taken.
    fn change_seats(&mut self, listing: usize, session: usize, seats: Option<i64>) -> Result<(), TestCaseError> {
        if self.model.has_dates(listing) {
            if session >= self.sessions[listing].len() {
                return Ok(());
            }
            let seats = seats.map(|seats| seats.max(self.model.taken(listing, session)));
            self.model.town.listings[listing].sessions[session].seats = seats;
            self.change(listing, |o| o.details.schedule.sessions[session].seats = seats.map(count))
        } else {
            let seats = seats.map(|seats| seats.max(self.model.taken_without_dates(listing)));
            self.model.town.listings[listing].seats = seats;
            self.change(listing, |o| o.details.seats = seats.map(count))
        }
    }

    /// Changes an opportunity, and does what that means for those who applied.
    fn change(&mut self, listing: usize, f: impl Fn(&mut Opportunity)) -> Result<(), TestCaseError> {
        let (at, id) = (self.at(), self.listings[listing]);
        let ended = self.store.write_by_locks(|tx| {
            tx.lock_opportunity(id)?;
            let mut o = tx.opportunity(id)?.unwrap();
            f(&mut o);
            tx.put_opportunity(&o)?;
            tx.applications_follow(id, &at)
        });
        prop_assert_eq!(ended.map_err(|e: StoreError| e)?, self.model.follow(listing));
        Ok(())
    }

    fn agree(&mut self, about: Option<usize>) -> Result<(), TestCaseError> {
        let purpose = if about.is_some() { Purpose::GuardianApplication } else { Purpose::GuardianYear };
        let given = Given { purpose, application: about.map(|a| self.apps[a]), text_version: 1, lang: TextLang::Ja, method: Method::Account };
        let (id, at) = (ConsentId::new(), self.at());
        let word = Consent::give(id, self.people[MINOR], Some(self.guardian), None, given, at.now, at.tz);
        self.store.write_by_locks(|tx| tx.lock_for_consents(self.people[MINOR]).and_then(|()| tx.insert_consent(&word)))?;
        self.words.push(id);
        self.model.words.push(Word { about, taken_back: false });
        Ok(())
    }

    fn take_back(&mut self, n: u16) -> Result<(), TestCaseError> {
        if self.words.is_empty() {
            return Ok(());
        }
        let (word, at) = (usize::from(n) % self.words.len(), self.at());
        self.store.write_by_locks(|tx| {
            tx.lock_for_consents(self.people[MINOR])?;
            tx.withdraw_consent(self.words[word], at.now)?;
            tx.settle_consents(self.people[MINOR], &at)
        })?;
        self.model.take_back(word);
        Ok(())
    }

    // --- what is seen --------------------------------------------------------------------------------------------------------------------

    /// Everything stands in the store as in the model, and nothing stands that must never be.
    ///
    /// Of applications that never had a seat, the sessions are looked at `closely` only.
    pub fn compare(&self, closely: bool) -> Result<(), TestCaseError> {
        let (store, without_a_word) = self.look(closely).map_err(|e| TestCaseError::fail(e.to_string()))?;
        self.never(&store, &without_a_word)?;
        prop_assert_eq!(store, self.expected());
        Ok(())
    }

    fn look(&self, closely: bool) -> Result<(Seen, Vec<ApplicationId>), StoreError> {
        self.store.read(|tx| {
            let mut seen = Seen::default();
            for (n, a) in tx.applications(&self.apps)?.into_iter().enumerate() {
                let listing = self.listings.iter().position(|o| *o == a.opportunity).unwrap();
                let index = |id: &SessionId| self.sessions[listing].iter().position(|s| s == id).unwrap();
                let look = closely || a.seated || !self.model.apps[n].at.is_empty();
                let sessions = if look { tx.sessions_of_application(a.id)? } else { vec![] };
                let at = sessions.iter().filter(|(_, seated)| *seated).map(|(s, _)| index(&s.id)).collect();
                let sessions = a.sessions.iter().map(index).collect();
                seen.apps.push(SeenApp { stands: a.state.code(), seated: a.seated, answer_by: a.answer_by.map(minutes), sessions, at });
            }
            for o in tx.opportunities(&self.listings)? {
                let sessions = o.details.schedule.sessions.iter().map(|s| s.seats_taken.into()).collect();
                seen.taken.push((o.details.seats_taken.into(), sessions));
                let queue = tx.waiting_at(o.id)?.into_iter().map(|a| self.apps.iter().position(|id| *id == a.id).unwrap()).collect();
                seen.queues.push(queue);
            }
            Ok((seen, tx.accepted_without_consent(Some(self.people[MINOR]), &self.at())?))
        })
    }

    fn expected(&self) -> Seen {
        let m = &self.model;
        let app = |a: &super::model::App| SeenApp {
            stands: a.stands.code(),
            seated: a.seated,
            answer_by: a.answer_by,
            sessions: a.sessions.clone(),
            at: a.at.clone(),
        };
        let listings = 0..self.listings.len();
        let taken = |l: usize| (m.taken_without_dates(l), (0..self.sessions[l].len()).map(|s| m.taken(l, s)).collect());
        Seen { apps: m.apps.iter().map(app).collect(), taken: listings.clone().map(taken).collect(), queues: listings.map(|l| m.queue(l)).collect() }
    }

    /// What must not be, whatever the model says.
    fn never(&self, seen: &Seen, without_a_word: &[ApplicationId]) -> Result<(), TestCaseError> {
        let m = &self.model;
        prop_assert!(without_a_word.is_empty(), "a minor has a seat without a guardian's word");
        for (l, listing) in m.town.listings.iter().enumerate() {
            let of_this = || seen.apps.iter().zip(&m.apps).filter(|(_, a)| a.listing == l);
            let without_dates: i64 = of_this().filter(|(seen, _)| listing.sessions.is_empty() && seen.seated).map(|(_, a)| a.party).sum();
            prop_assert_eq!(seen.taken[l].0, without_dates, "seats are counted that nobody has, or the other way round");
            prop_assert!(listing.seats.is_none_or(|seats| without_dates <= seats), "oversold");
            for (s, slot) in listing.sessions.iter().enumerate() {
                let there: i64 = of_this().filter(|(seen, _)| seen.at.contains(&s)).map(|(_, a)| a.party).sum();
                prop_assert_eq!(seen.taken[l].1[s], there, "seats are counted that nobody has, or the other way round");
                prop_assert!(slot.seats.is_none_or(|seats| there <= seats), "oversold");
            }
        }
        for person in 0..PEOPLE {
            let own = seen.apps.iter().zip(&m.apps).filter(|(seen, a)| a.person == person && seen.stands == "accepted");
            let held: Vec<_> = own.flat_map(|(seen, a)| seen.at.iter().map(|s| (a.listing, *s))).filter(|(l, s)| !m.cancelled[*l][*s]).collect();
            for (n, (l, s)) in held.iter().enumerate() {
                for (other_l, other_s) in &held[..n] {
                    let (one, other) = (m.town.listings[*l].sessions[*s], m.town.listings[*other_l].sessions[*other_s]);
                    let common = one.ends.min(other.ends) - one.begins.max(other.begins);
                    prop_assert!(common <= m.town.handover, "person {person} is at two places at once");
                }
            }
        }
        Ok(())
    }
}

fn count(seats: i64) -> u32 {
    u32::try_from(seats).unwrap()
}

/// An opportunity of the town.
fn listing(town: &Town, n: usize, groups: &[Group]) -> Opportunity {
    let l = &town.listings[n];
    let session = |s: &super::plan::Slot| Session {
        id: SessionId::new(),
        starts_at: moment(s.begins),
        ends_at: moment(s.ends),
        seats: s.seats.map(count),
        seats_taken: 0,
        cancelled: false,
    };
    let sessions: Vec<Session> = l.sessions.iter().map(session).collect();
    let day_parts = if sessions.is_empty() { DayParts(1) } else { DayParts(0) };
    let details = OpportunityDetails {
        seats: l.seats.filter(|_| sessions.is_empty()).map(count),
        responsibility: if l.heavy { Responsibility::Lead } else { Responsibility::Help },
        audience: Audience { age_min: l.age_min, ..Audience::default() },
        apply_by: l.apply_by.map(moment),
        seeks: Some(Seeks { newcomer_seats: count(l.kept_for_newcomers), ..Seeks::default() }),
        ..OpportunityDetails::new(Kind::Activity, format!("listing {n}"), Schedule { sessions, day_parts, ..Schedule::default() })
    };
    Opportunity {
        id: OpportunityId::new(),
        version: 1,
        group: groups[l.group].id,
        details,
        state: opportunity::State::Published,
        source: None,
        created_at: noon(),
        updated_at: noon(),
        published_at: Some(noon()),
    }
}
