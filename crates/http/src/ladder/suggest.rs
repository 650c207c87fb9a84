use crate::matching::{Among, Teller};
use crate::opportunity::Shown;
use crate::problem::Problem;
use chrono::{DateTime, Utc};
use enmusubi_domain::criteria::{Criteria, ItemType};
use enmusubi_domain::id::OpportunityId;
use enmusubi_domain::ladder::{Done, Ladder, Missing};
use enmusubi_domain::level::Level;
use enmusubi_domain::matching::{Question, Wish, WishTheme};
use enmusubi_domain::opportunity::Kind;
use enmusubi_domain::text::Lang;
use enmusubi_search::Shelf;
use enmusubi_search::matching::Matched;
use std::collections::HashSet;
use std::sync::Arc;

/// Most suggestions in a theme.
const MOST: usize = 3;
/// So many of the best are looked at for those that count.
const LOOKED_AT: usize = 30;

/// Finds what leads somebody further.
pub struct Guide<'a> {
    /// What is searched.
    pub shelf: &'a Shelf,
    /// The rules.
    pub ladder: &'a Ladder,
    /// What the person asks for otherwise.
    pub wish: &'a Wish,
    /// Courses they took already: they count once.
    pub taken: &'a HashSet<OpportunityId>,
    /// The present moment.
    pub now: DateTime<Utc>,
}

impl Guide<'_> {
    /// Open opportunities of a theme that count towards the next step and fit the person, best first: one course before everything else where
    /// courses count.
    pub fn suggestions(&self, theme: &str, done: &Done) -> Result<Vec<Shown>, Problem> {
        let level = self.ladder.level(done);
        let Some(next) = self.ladder.next(level) else { return Ok(vec![]) };
        let missing: Vec<Missing> = next.any_of.iter().filter_map(|way| way.missing(done, level)).collect();
        if self.shelf.city.themes.number(theme).is_none() {
            return Ok(vec![]);
        }
        // What was good when it was kept may not be any more; then nothing is suggested, and the profile says why.
        let Ok(question) = Question::new(self.wish_for(theme, level), &self.shelf.city, self.shelf.matches.policy(), self.now) else { return Ok(vec![]) };
        let best = |kinds: Vec<Kind>| -> Result<Vec<Matched>, Problem> {
            let criteria = Criteria { types: vec![ItemType::Opportunity], themes: vec![theme.to_owned()], kinds, ..Criteria::default() };
            Ok(Among::of(self.shelf, &criteria, self.now)?.search(self.shelf, &question, LOOKED_AT, 0).best)
        };
        let mut courses = vec![];
        if missing.iter().any(|m| m.courses > 0) {
            courses = best(vec![Kind::Course])?;
            courses.retain(|m| !self.taken.contains(&m.offer.id) && missing.iter().any(|way| counts_as_course(m.offer.level, way)));
        }
        let mut others = vec![];
        if missing.iter().any(|m| m.participations > 0 || m.minutes > 0 || m.responsibility_at_least.is_some()) {
            others = best(Kind::ALL.iter().copied().filter(|kind| *kind != Kind::Course).collect())?;
            // Where only somebody with a part of their own goes on, lighter tasks do not count any more.
            others.retain(|m| {
                missing
                    .iter()
                    .any(|way| way.participations > 0 || way.minutes > 0 || way.responsibility_at_least.is_some_and(|least| m.offer.responsibility >= least))
            });
        }
        let more = courses.split_off(courses.len().min(1));
        let found: Vec<Matched> = courses.into_iter().chain(others).chain(more).take(MOST).collect();
        Teller::new(self.shelf, &question, self.now, Lang::Ja, Arc::new(self.ladder.clone())).shown(&found, |_, view| view)
    }

    /// What the person asks for, in this theme alone and at the level they have there.
    fn wish_for(&self, theme: &str, earned: Level) -> Wish {
        let said = self.wish.themes.iter().find(|t| t.code == theme).and_then(|t| t.level).or(self.wish.level);
        let level = said.map_or(earned, |said| said.max(earned));
        Wish { themes: vec![WishTheme { code: theme.to_owned(), interest: 1.0, level: Some(level) }], ..self.wish.clone() }
    }
}

fn counts_as_course(level: Option<Level>, way: &Missing) -> bool {
    way.courses > 0 && way.course_level_at_least.is_none_or(|least| level.unwrap_or(Level::Introductory) >= least)
}
