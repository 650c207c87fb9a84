use super::plan::{EXPERIENCED, GROUPS, HELPER, Listing, MINOR, PEOPLE, Town};
use std::collections::HashMap;

/// Hours, days and hours the rules of the stories speak of, in minutes.
pub const GROUP_ANSWERS: i64 = 5 * 1440;
pub const VOLUNTEER_ANSWERS: i64 = 3 * 1440;
pub const SEAT_IS_HELD: i64 = 20 * 60;
/// How long a group has to note who was there.
const IS_NOTED: i64 = 30 * 1440;
/// The same where there are no dates.
const UNDATED_IS_NOTED: i64 = 180 * 1440;
pub const NEWCOMERS_FIRST: i64 = 72 * 60;
pub const ASKED_A_WEEK: u32 = 2;
const WEEK: i64 = 7 * 1440;
/// The town's clock begins on a Monday at noon.
const NOON: i64 = 720;

/// Where an application stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stands {
    Proposed,
    Applied,
    Waitlisted,
    Accepted,
    Declined,
    Withdrawn,
    Expired,
}

impl Stands {
    pub fn code(self) -> &'static str {
        match self {
            Self::Proposed => "proposed",
            Self::Applied => "applied",
            Self::Waitlisted => "waitlisted",
            Self::Accepted => "accepted",
            Self::Declined => "declined",
            Self::Withdrawn => "withdrawn",
            Self::Expired => "expired",
        }
    }
}

/// An opportunity's own life.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Open {
    Published,
    Closed,
    Cancelled,
}

/// Who began an application.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Begun {
    ByThemselves,
    Invited,
    Introduced,
}

/// An application.
#[derive(Debug, Clone)]
pub struct App {
    pub person: usize,
    pub listing: usize,
    pub begun: Begun,
    pub begun_at: i64,
    /// The sessions it is for.
    pub sessions: Vec<usize>,
    /// Those of them at which it takes, or took, seats.
    pub at: Vec<usize>,
    pub party: i64,
    pub stands: Stands,
    /// Whether it has seats, or the offer of some.
    pub seated: bool,
    pub answer_by: Option<i64>,
    pub waits_since: Option<i64>,
}

/// A guardian's word about the minor: for one application, or for the year.
#[derive(Debug, Clone)]
pub struct Word {
    pub about: Option<usize>,
    pub taken_back: bool,
}

/// What somebody asks for.
#[derive(Debug, Clone)]
pub struct Wish {
    pub person: usize,
    pub listing: usize,
    /// None means all that lie ahead.
    pub chosen: Vec<usize>,
    pub party: i64,
    pub begun: Begun,
    pub waitlist: bool,
    pub of_age: bool,
    pub by_guardian: bool,
}

/// A rule that is bent on purpose, to see that the comparison finds it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bent {
    /// Two that overlap by just what the hand-over allows are kept apart.
    HandOver,
    /// The waiting list goes by when somebody applied.
    Queue,
    /// An offered seat can be given to somebody else.
    Offer,
    /// A party takes one seat.
    Party,
    /// The last minute of a deadline is too late for the deadline itself.
    Deadline,
    /// Seats kept for newcomers are never released.
    Newcomers,
    /// Weeks begin on Sunday.
    Week,
    /// What a guardian takes back changes nothing.
    TakenBack,
    /// A seat of what has begun is given back like any other.
    Begun,
    /// A guardian's word for the year is enough for everything.
    Year,
}

/// The answer to a step: where the application stands then, or the code of why not.
pub type Told = Result<Stands, &'static str>;

/// The rules of taking part once more, as plainly as they can be said: no database, no seats that are counted up and down.
#[derive(Debug, Clone)]
pub struct Model {
    pub now: i64,
    pub town: Town,
    pub open: Vec<Open>,
    /// By opportunity and session.
    pub cancelled: Vec<Vec<bool>>,
    pub apps: Vec<App>,
    pub words: Vec<Word>,
    /// Sessions a week, and proposals a week.
    pub own_limits: Vec<(Option<u32>, Option<u32>)>,
    pub group_limits: Vec<Option<u32>>,
    pub bent: Option<Bent>,
    /// How often what has happened.
    pub seen: HashMap<&'static str, usize>,
}

impl Model {
    pub fn new(town: Town, bent: Option<Bent>) -> Self {
        Self {
            now: 0,
            open: vec![Open::Published; town.listings.len()],
            cancelled: town.listings.iter().map(|l| vec![false; l.sessions.len()]).collect(),
            apps: vec![],
            words: vec![],
            own_limits: vec![(None, None); PEOPLE],
            group_limits: vec![None; GROUPS],
            bent,
            seen: HashMap::new(),
            town,
        }
    }

    fn is_bent(&self, rule: Bent) -> bool {
        self.bent == Some(rule)
    }

    fn note(&mut self, what: &'static str) {
        *self.seen.entry(what).or_default() += 1;
    }

    fn listing_of(&self, a: usize) -> &Listing {
        &self.town.listings[self.apps[a].listing]
    }

    pub fn has_dates(&self, listing: usize) -> bool {
        !self.town.listings[listing].sessions.is_empty()
    }

    fn goes_on(&self, a: usize) -> bool {
        matches!(self.apps[a].stands, Stands::Proposed | Stands::Applied | Stands::Waitlisted | Stands::Accepted)
    }

    /// Whether somebody's word is waited for.
    pub fn is_asked(&self, a: usize) -> bool {
        let app = &self.apps[a];
        app.stands == Stands::Proposed || (app.stands == Stands::Waitlisted && app.seated)
    }

    /// The next moment at which time alone ends something: of a seat that is offered, or else of anything.
    pub fn next_deadline(&self) -> Option<i64> {
        let ahead = |offered: bool| self.apps.iter().filter(move |a| a.seated == offered).filter_map(|a| a.answer_by).filter(|by| *by > self.now).min();
        ahead(true).or(ahead(false))
    }

    /// Whether somebody has seats where others wait.
    pub fn is_in_somebodys_way(&self, a: usize) -> bool {
        self.apps[a].stands == Stands::Accepted && self.apps[a].seated && !self.queue(self.apps[a].listing).is_empty()
    }

    /// Whether nothing obvious stands in the way of an application.
    pub fn could_apply(&self, person: usize, listing: usize) -> bool {
        let l = &self.town.listings[listing];
        let has_one = self.of_listing(listing).into_iter().any(|a| self.apps[a].person == person && self.goes_on(a));
        let lies_ahead = l.sessions.is_empty() || l.sessions.iter().any(|s| s.begins > self.now);
        !has_one && lies_ahead && self.open[listing] == Open::Published && !(person == HELPER && l.group == 1)
    }

    /// Applications of an opportunity, oldest first.
    fn of_listing(&self, listing: usize) -> Vec<usize> {
        (0..self.apps.len()).filter(|a| self.apps[*a].listing == listing).collect()
    }

    /// Sessions of an application that somebody could still come to.
    fn ahead(&self, a: usize) -> Vec<usize> {
        let app = &self.apps[a];
        let slots = &self.town.listings[app.listing].sessions;
        app.sessions.iter().copied().filter(|s| !self.cancelled[app.listing][*s] && slots[*s].begins > self.now).collect()
    }

    // --- seats ---------------------------------------------------------------------------------------------------------------------------

    fn heads(&self, a: usize) -> i64 {
        if self.is_bent(Bent::Party) { 1 } else { self.apps[a].party }
    }

    /// Seats taken at a session: by everybody who is, may be, or was there.
    pub fn taken(&self, listing: usize, session: usize) -> i64 {
        let there = |a: &usize| self.apps[*a].at.contains(&session);
        self.of_listing(listing).into_iter().filter(there).map(|a| self.heads(a)).sum()
    }

    /// The same where there are no dates.
    pub fn taken_without_dates(&self, listing: usize) -> i64 {
        if self.has_dates(listing) {
            return 0;
        }
        self.of_listing(listing).into_iter().filter(|a| self.apps[*a].seated).map(|a| self.heads(a)).sum()
    }

    fn is_newcomer(person: usize) -> bool {
        person != EXPERIENCED
    }

    /// Seats that are kept from somebody, at a session or where there are no dates.
    fn kept_from(&self, person: usize, listing: usize, session: Option<usize>) -> i64 {
        let l = &self.town.listings[listing];
        let released = session.is_some_and(|s| l.sessions[s].begins - NEWCOMERS_FIRST <= self.now) && !self.is_bent(Bent::Newcomers);
        if Self::is_newcomer(person) || released { 0 } else { l.kept_for_newcomers }
    }

    /// Whether so many would find seats.
    fn is_room(&self, person: usize, party: i64, listing: usize, sessions: &[usize]) -> Result<(), &'static str> {
        let l = &self.town.listings[listing];
        if !self.has_dates(listing) {
            let wanted = self.taken_without_dates(listing) + self.offered_again(listing, None) + party + self.kept_from(person, listing, None);
            return if l.seats.is_some_and(|seats| wanted > seats) { Err("full") } else { Ok(()) };
        }
        if sessions.is_empty() {
            return Err("sessions_gone");
        }
        for s in sessions {
            let wanted = self.taken(listing, *s) + self.offered_again(listing, Some(*s)) + party + self.kept_from(person, listing, Some(*s));
            if l.sessions[*s].seats.is_some_and(|seats| wanted > seats) {
                return Err("full");
            }
        }
        Ok(())
    }

    /// Nothing; unless the rule is bent that an offered seat is nobody else's.
    fn offered_again(&self, listing: usize, session: Option<usize>) -> i64 {
        if !self.is_bent(Bent::Offer) {
            return 0;
        }
        let offered = |a: &usize| self.apps[*a].stands == Stands::Waitlisted && self.apps[*a].seated && session.is_none_or(|s| self.apps[*a].at.contains(&s));
        -self.of_listing(listing).into_iter().filter(offered).map(|a| self.heads(a)).sum::<i64>()
    }

    // --- what one person can do ----------------------------------------------------------------------------------------------------------

    /// Sessions somebody has a seat at, or is offered one, by other applications.
    fn held_by(&self, person: usize, but: usize) -> Vec<(usize, usize)> {
        let mut held = vec![];
        for (a, app) in self.apps.iter().enumerate() {
            if a != but && app.person == person && matches!(app.stands, Stands::Accepted | Stands::Waitlisted) {
                held.extend(app.at.iter().filter(|s| !self.cancelled[app.listing][**s]).map(|s| (app.listing, *s)));
            }
        }
        held
    }

    fn cannot_be_at_both(&self, one: (usize, usize), other: (usize, usize)) -> bool {
        let slot = |(l, s): (usize, usize)| self.town.listings[l].sessions[s];
        let common = slot(one).ends.min(slot(other).ends) - slot(one).begins.max(slot(other).begins);
        if self.is_bent(Bent::HandOver) { common >= self.town.handover } else { common > self.town.handover }
    }

    /// Whether some sessions of one opportunity cannot be held together.
    fn overlap(&self, listing: usize, sessions: &[usize]) -> bool {
        sessions.iter().enumerate().any(|(n, s)| sessions[..n].iter().any(|before| self.cannot_be_at_both((listing, *before), (listing, *s))))
    }

    fn week(&self, listing: usize, session: usize) -> i64 {
        let sunday = if self.is_bent(Bent::Week) { 1440 } else { 0 };
        (self.town.listings[listing].sessions[session].begins + NOON + sunday).div_euclid(WEEK)
    }

    /// Whether the person can be at all of these sessions of an application.
    fn can_hold(&self, a: usize, sessions: &[usize]) -> Result<(), &'static str> {
        let (person, listing) = (self.apps[a].person, self.apps[a].listing);
        if self.overlap(listing, sessions) {
            return Err("sessions_overlap");
        }
        let held = self.held_by(person, a);
        if sessions.iter().any(|s| held.iter().any(|other| self.cannot_be_at_both((listing, *s), *other))) {
            return Err("clash");
        }
        let group = self.town.listings[listing].group;
        let mut weeks: Vec<i64> = sessions.iter().map(|s| self.week(listing, *s)).collect();
        weeks.dedup();
        for week in weeks {
            let new = sessions.iter().filter(|s| self.week(listing, **s) == week).count();
            let there: Vec<_> = held.iter().filter(|(l, s)| self.week(*l, *s) == week).collect();
            let of_the_group = there.iter().filter(|(l, _)| self.town.listings[*l].group == group).count();
            if self.own_limits[person].0.is_some_and(|most| new + there.len() > most as usize) {
                return Err("own_week_full");
            }
            if self.group_limits[group].is_some_and(|most| new + of_the_group > most as usize) {
                return Err("group_week_full");
            }
        }
        Ok(())
    }

    /// Whether the guardian's word is there that an application needs, if it is to be held up to a moment.
    fn guardian_agrees(&self, a: usize, until: Option<i64>) -> bool {
        if self.apps[a].person != MINOR {
            return true;
        }
        let to_this = self.words.iter().any(|w| !w.taken_back && w.about == Some(a));
        let to_the_year = self.words.iter().any(|w| !w.taken_back && w.about.is_none()) && until.is_some();
        let year_is_enough = self.town.minors_age >= 16 && !self.listing_of(a).heavy || self.is_bent(Bent::Year);
        to_this || (to_the_year && year_is_enough)
    }

    fn last_end(&self, a: usize, sessions: &[usize]) -> Option<i64> {
        sessions.iter().map(|s| self.listing_of(a).sessions[*s].ends).max()
    }

    /// Whether there is a seat for somebody who may have one; or why they may not.
    fn seat_for(&self, a: usize) -> Result<bool, &'static str> {
        let ahead = self.ahead(a);
        if self.open[self.apps[a].listing] != Open::Published {
            return Err("not_open");
        }
        if !self.guardian_agrees(a, self.last_end(a, &ahead)) {
            return Err("guardian_consent_needed");
        }
        self.can_hold(a, &ahead)?;
        match self.is_room(self.apps[a].person, self.heads(a), self.apps[a].listing, &ahead) {
            Ok(()) => Ok(true),
            Err("full") => Ok(false),
            Err(other) => Err(other),
        }
    }

    fn sit(&mut self, a: usize) {
        self.apps[a].at = self.ahead(a);
        self.apps[a].seated = true;
    }

    // --- steps ---------------------------------------------------------------------------------------------------------------------------

    pub fn submit(&mut self, wish: &Wish) -> Told {
        let (person, listing) = (wish.person, wish.listing);
        let l = &self.town.listings[listing];
        if self.of_listing(listing).into_iter().any(|a| self.apps[a].person == person && self.goes_on(a)) {
            return Err("already_applied");
        }
        if person == HELPER && l.group == 1 {
            return Err("own_group");
        }
        let own = wish.begun == Begun::ByThemselves;
        if own && !wish.by_guardian && person == MINOR && self.town.minors_age < 13 {
            return Err("guardian_applies");
        }
        let asked = self.apps.iter().filter(|a| a.person == person && a.begun != Begun::ByThemselves && a.begun_at > self.now - WEEK).count();
        if !own && asked >= ASKED_A_WEEK.min(self.own_limits[person].1.unwrap_or(ASKED_A_WEEK)) as usize {
            return Err("asked_often_enough");
        }
        if self.open[listing] != Open::Published {
            return Err("not_open");
        }
        if l.apply_by.is_some_and(|by| by <= self.now) {
            return Err("apply_by_over");
        }
        let could = |s: &usize| !self.cancelled[listing][*s] && l.sessions[*s].begins > self.now;
        let wanted: Vec<usize> = if wish.chosen.is_empty() { (0..l.sessions.len()).filter(could).collect() } else { wish.chosen.clone() };
        if self.has_dates(listing) && wish.chosen.is_empty() && wanted.is_empty() {
            return Err("nothing_ahead");
        }
        if !wanted.iter().all(could) {
            return Err("sessions_gone");
        }
        if self.overlap(listing, &wanted) {
            return Err("sessions_overlap");
        }
        if person == MINOR && l.age_min.is_some_and(|min| self.town.minors_age < min) {
            return Err("other_age");
        }
        if person != MINOR && !wish.of_age {
            return Err("age_unknown");
        }
        if own && !wish.waitlist {
            let party = if self.is_bent(Bent::Party) { 1 } else { wish.party };
            self.is_room(person, party, listing, &wanted)?;
        }
        let last_begins = wanted.last().map(|s| l.sessions[*s].begins);
        let days = if own { GROUP_ANSWERS } else { VOLUNTEER_ANSWERS };
        let stands = if own { Stands::Applied } else { Stands::Proposed };
        self.apps.push(App {
            person,
            listing,
            begun: wish.begun,
            begun_at: self.now,
            sessions: wanted,
            at: vec![],
            party: wish.party,
            stands,
            seated: false,
            answer_by: Some(soonest(self.now + days, last_begins)),
            waits_since: None,
        });
        if wish.by_guardian {
            self.words.push(Word { about: Some(self.apps.len() - 1), taken_back: false });
        }
        Ok(stands)
    }

    /// Both have said yes: there is a seat, or it waits for one.
    fn settle(&mut self, a: usize, seat: bool) -> Told {
        if seat {
            self.sit(a);
            self.apps[a].stands = Stands::Accepted;
            self.apps[a].answer_by = Some(self.noted_by(a).unwrap_or(self.now + UNDATED_IS_NOTED));
        } else {
            self.note("has to wait");
            let begins = self.ahead(a).last().map(|s| self.listing_of(a).sessions[*s].begins);
            self.apps[a].answer_by = begins;
            self.apps[a].stands = Stands::Waitlisted;
            self.apps[a].waits_since = Some(self.now);
        }
        Ok(self.apps[a].stands)
    }

    /// Until when the group notes who was there; nothing without dates ahead.
    fn noted_by(&self, a: usize) -> Option<i64> {
        self.ahead(a).iter().map(|s| self.listing_of(a).sessions[*s].ends).max().map(|end| end + IS_NOTED)
    }

    /// Deadlines follow sessions that have moved or gone.
    fn reschedule(&mut self, a: usize) {
        let begins: Vec<i64> = self.ahead(a).iter().map(|s| self.listing_of(a).sessions[*s].begins).collect();
        let (Some(first), Some(last)) = (begins.first().copied(), begins.last().copied()) else { return };
        let by = self.apps[a].answer_by;
        self.apps[a].answer_by = match (self.apps[a].stands, self.apps[a].seated) {
            (Stands::Accepted, _) => self.noted_by(a),
            (Stands::Waitlisted, false) => Some(last),
            (Stands::Waitlisted, true) => by.map(|by| by.min(first)),
            _ => by.map(|by| by.min(last)),
        };
    }

    pub fn consent(&mut self, a: usize) -> Told {
        let (stands, begun, seated) = (self.apps[a].stands, self.apps[a].begun, self.apps[a].seated);
        let ahead = self.ahead(a);
        let mut seat = false;
        if stands == Stands::Proposed && begun == Begun::Invited {
            seat = self.seat_for(a)?;
        } else if stands == Stands::Waitlisted && !seated {
            return Err("not_in_this_state");
        } else if stands == Stands::Waitlisted && !self.guardian_agrees(a, self.last_end(a, &ahead)) {
            return Err("guardian_consent_needed");
        }
        if self.apps[a].answer_by.is_some_and(|by| by <= self.now) {
            return Err("answered_too_late");
        }
        if stands == Stands::Waitlisted && self.has_dates(self.apps[a].listing) && ahead.is_empty() {
            return Err("sessions_gone");
        }
        match stands {
            Stands::Proposed if begun == Begun::Invited => self.settle(a, seat),
            Stands::Proposed => {
                let last_begins = ahead.last().map(|s| self.listing_of(a).sessions[*s].begins);
                self.apps[a].stands = Stands::Applied;
                self.apps[a].answer_by = Some(soonest(self.now + GROUP_ANSWERS, last_begins));
                Ok(Stands::Applied)
            }
            Stands::Waitlisted => {
                self.note("takes the seat that was offered");
                self.apps[a].stands = Stands::Accepted;
                self.apps[a].answer_by = Some(self.noted_by(a).unwrap_or(self.now + UNDATED_IS_NOTED));
                Ok(Stands::Accepted)
            }
            _ => Err("not_in_this_state"),
        }
    }

    pub fn accept(&mut self, a: usize, only: Option<&[usize]>) -> Told {
        if self.apps[a].stands != Stands::Applied {
            return Err("not_in_this_state");
        }
        let before = self.apps[a].clone();
        if let Some(only) = only {
            if only.is_empty() || only.iter().any(|s| !before.sessions.contains(s)) {
                return Err("sessions_gone");
            }
            self.apps[a].sessions.retain(|s| only.contains(s));
        }
        match self.seat_for(a) {
            Ok(seat) => self.settle(a, seat),
            Err(why) => {
                self.apps[a] = before;
                Err(why)
            }
        }
    }

    pub fn decline(&mut self, a: usize, by_group: bool) -> Told {
        let may = if by_group { vec![Stands::Applied, Stands::Waitlisted, Stands::Accepted] } else { vec![Stands::Proposed] };
        if !may.contains(&self.apps[a].stands) {
            return Err("not_in_this_state");
        }
        Ok(self.end(a, Stands::Declined))
    }

    pub fn withdraw(&mut self, a: usize, by_group: bool) -> Told {
        let app = &self.apps[a];
        if app.stands == Stands::Accepted && !app.sessions.is_empty() && self.ahead(a).is_empty() {
            return Err("already_begun");
        }
        let may = if by_group { vec![Stands::Proposed] } else { vec![Stands::Applied, Stands::Waitlisted, Stands::Accepted] };
        if !may.contains(&app.stands) {
            return Err("not_in_this_state");
        }
        Ok(self.end(a, Stands::Withdrawn))
    }

    /// It is over; what lies ahead of it is given back, and goes to whoever waits.
    fn end(&mut self, a: usize, stands: Stands) -> Stands {
        let app = &self.apps[a];
        let (listing, had) = (app.listing, app.seated);
        let slots = &self.town.listings[listing].sessions;
        let lies_ahead = |s: &usize| slots[*s].begins > self.now || self.is_bent(Bent::Begun);
        let (given, kept): (Vec<usize>, Vec<usize>) = app.at.iter().copied().partition(lies_ahead);
        let app = &mut self.apps[a];
        (app.stands, app.seated, app.answer_by, app.at) = (stands, false, None, kept);
        if had && (!given.is_empty() || !self.has_dates(listing)) {
            self.offer(listing);
        }
        stands
    }

    /// Who waits at an opportunity and was offered nothing yet, first come first.
    pub fn queue(&self, listing: usize) -> Vec<usize> {
        let mut waiting: Vec<usize> =
            self.of_listing(listing).into_iter().filter(|a| self.apps[*a].stands == Stands::Waitlisted && !self.apps[*a].seated).collect();
        if !self.is_bent(Bent::Queue) {
            waiting.sort_by_key(|a| self.apps[*a].waits_since);
        }
        waiting
    }

    fn offer(&mut self, listing: usize) {
        if self.open[listing] != Open::Published {
            return;
        }
        for a in self.queue(listing) {
            if self.seat_for(a) != Ok(true) {
                self.note("is passed over");
                continue;
            }
            self.sit(a);
            let begins = self.apps[a].at.iter().map(|s| self.listing_of(a).sessions[*s].begins).min();
            self.apps[a].answer_by = Some(soonest(self.now + SEAT_IS_HELD, begins));
            self.note("is offered a seat");
        }
    }

    /// What time alone brings about: answers how many came to an end.
    pub fn sweep(&mut self) -> usize {
        let mut ended = 0;
        let late = |by: i64, now: i64| if self.bent == Some(Bent::Deadline) { by < now } else { by <= now };
        let mut due: Vec<usize> = (0..self.apps.len()).filter(|a| self.apps[*a].answer_by.is_some_and(|by| late(by, self.now))).collect();
        due.sort_by_key(|a| self.apps[*a].answer_by);
        for a in due {
            if self.apps[a].answer_by.is_some_and(|by| by <= self.now) {
                self.note(if self.apps[a].seated { "lets an offer pass" } else { "is not answered" });
                self.end(a, Stands::Expired);
                ended += 1;
            }
        }
        for listing in 0..self.town.listings.len() {
            self.offer(listing);
        }
        ended
    }

    /// What a change of an opportunity means for those who applied: answers how many came to an end.
    pub fn follow(&mut self, listing: usize) -> usize {
        let mut ended = 0;
        for a in self.of_listing(listing) {
            let all_called_off = self.has_dates(listing) && self.apps[a].sessions.iter().all(|s| self.cancelled[listing][*s]);
            let over = match self.open[listing] {
                Open::Cancelled => true,
                Open::Closed => self.apps[a].stands != Stands::Accepted || all_called_off,
                Open::Published => all_called_off,
            };
            if self.goes_on(a) && over {
                self.note("is called off");
                self.end(a, Stands::Declined);
                ended += 1;
            } else if self.goes_on(a) {
                self.reschedule(a);
            }
        }
        // Sessions may end later than they did: a word may not reach that far.
        ended += self.let_go(|app| app.listing == listing);
        self.offer(listing);
        ended
    }

    /// A guardian takes a word back: what cannot be without it falls.
    pub fn take_back(&mut self, word: usize) {
        self.words[word].taken_back = true;
        if self.is_bent(Bent::TakenBack) {
            return;
        }
        self.let_go(|_| true);
    }

    /// Whoever has a seat, or the offer of one, without the word it needs has it no longer: answers how many.
    fn let_go(&mut self, these: impl Fn(&App) -> bool) -> usize {
        let has_a_seat = |a: &App| a.stands == Stands::Accepted || (a.stands == Stands::Waitlisted && a.seated);
        let lacking: Vec<usize> = (0..self.apps.len()).filter(|a| these(&self.apps[*a]) && has_a_seat(&self.apps[*a]) && self.lacks_consent(*a)).collect();
        for a in &lacking {
            self.note("lapses");
            self.end(*a, Stands::Withdrawn);
        }
        lacking.len()
    }

    /// Whether something that is not over yet has lost the word it needs.
    fn lacks_consent(&self, a: usize) -> bool {
        let app = &self.apps[a];
        let slots = &self.town.listings[app.listing].sessions;
        let on: Vec<usize> = app.sessions.iter().copied().filter(|s| !self.cancelled[app.listing][*s] && slots[*s].ends > self.now).collect();
        let over = self.has_dates(app.listing) && on.is_empty();
        !over && !self.guardian_agrees(a, self.last_end(a, &on))
    }
}

fn soonest(at: i64, deadline: Option<i64>) -> i64 {
    deadline.map_or(at, |deadline| at.min(deadline))
}
