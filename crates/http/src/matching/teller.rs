use super::view::{EngineView, MatchView, NearMissView, OpeningView, WhyNotView};
use crate::opportunity::Shown;
use crate::problem::Problem;
use chrono::{DateTime, Utc};
use enmusubi_domain::id::OpportunityId;
use enmusubi_domain::ladder::Ladder;
use enmusubi_domain::matching::{Evaluation, NEAR_MISSES, Offer, Question, openings};
use enmusubi_domain::text::Lang;
use enmusubi_search::matching::Matched;
use enmusubi_search::{Key, Shelf};
use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::Arc;

/// How many near misses are looked at for what would open more.
pub const LOOKED_AT: usize = 200;

/// How many changes are told that would open more.
const OPENINGS: usize = 3;

/// Tells what was found, and why.
pub struct Teller<'a> {
    shelf: &'a Shelf,
    question: &'a Question,
    now: DateTime<Utc>,
    lang: Lang,
    ladder: Arc<Ladder>,
    /// Courses by the themes of listings: looking for one takes as long as a search.
    courses: RefCell<HashMap<Vec<u8>, Option<OpportunityId>>>,
}

impl<'a> Teller<'a> {
    /// Tells what was found on a shelf for a question, in a language; a course is named where it leads to the level by these rules.
    pub fn new(shelf: &'a Shelf, question: &'a Question, now: DateTime<Utc>, lang: Lang, ladder: Arc<Ladder>) -> Self {
        Self { shelf, question, now, lang, ladder, courses: RefCell::default() }
    }

    /// What fits.
    pub fn results(&self, found: &[Matched]) -> Result<Vec<MatchView>, Problem> {
        self.shown(found, |matched, view| self.result(matched, view))
    }

    /// What nearly fits: the best few.
    pub fn near_misses(&self, missed: &[Matched]) -> Result<Vec<NearMissView>, Problem> {
        let best = &missed[..missed.len().min(NEAR_MISSES)];
        self.shown(best, |matched, view| NearMissView { score: matched.evaluation.score, opportunity: view, why_not: self.why_not(matched) })
    }

    /// The changes that would open the most seats among what nearly fits.
    pub fn opens_more(&self, missed: &[Matched]) -> Vec<OpeningView> {
        let near: Vec<(&Offer, Evaluation)> = missed.iter().map(|m| (m.offer.as_ref(), m.evaluation)).collect();
        let found = openings(self.question, &self.shelf.city, self.now, &near, OPENINGS, |offer| self.course(offer));
        found.into_iter().map(|opening| OpeningView::of(opening, self.lang)).collect()
    }

    /// What ranked them.
    pub fn engine(&self) -> EngineView {
        EngineView { version: env!("CARGO_PKG_VERSION"), policy_id: self.question.policy().id.0 }
    }

    /// Joins what was found with its views. What left the index in this very moment is left out.
    pub fn shown<T>(&self, found: &[Matched], tell: impl Fn(&Matched, Shown) -> T) -> Result<Vec<T>, Problem> {
        let keys: Vec<Key> = found.iter().map(|m| Key::Opportunity(m.offer.id)).collect();
        let views = self.shelf.text.views(&keys).into_iter();
        let both = found.iter().zip(views).filter_map(|(matched, view)| Some((matched, view?)));
        both.map(|(matched, view)| Ok(tell(matched, Shown::stored(&view, self.now)?))).collect()
    }

    /// One listing, and why it fits as well as it does.
    pub fn result(&self, matched: &Matched, view: Shown) -> MatchView {
        let (e, offer) = (&matched.evaluation, &matched.offer);
        let because = e.because(self.question, offer, &self.shelf.city);
        let sessions = e.fitting_sessions(self.question, offer).into_iter().filter_map(|i| offer.sessions.get(i)).map(|id| id.0).collect();
        MatchView::of(e, self.question.policy(), view, because, sessions, self.lang)
    }

    /// What stands between, and the smallest change that would open it: one entry per condition that does not hold.
    pub fn why_not(&self, matched: &Matched) -> Vec<WhyNotView> {
        let why_not = matched.evaluation.why_not(self.question, &matched.offer, &self.shelf.city, |offer| self.course(offer));
        why_not.into_iter().map(|why_not| WhyNotView::of(why_not, self.lang)).collect()
    }

    /// A course about one of a listing's themes that the person could take now, and that leads to the level it needs.
    fn course(&self, offer: &Offer) -> Option<OpportunityId> {
        if offer.level_needed().is_some_and(|level| !self.ladder.one_course_reaches(level)) {
            return None;
        }
        if let Some(known) = self.courses.borrow().get(offer.themes.as_slice()) {
            return *known;
        }
        let course = self.shelf.matches.course_for(self.question, offer);
        self.courses.borrow_mut().insert(offer.themes.to_vec(), course);
        course
    }
}
