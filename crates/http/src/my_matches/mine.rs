use crate::access::Act;
use crate::problem::{Conflict, Problem};
use chrono::{DateTime, Utc};
use enmusubi_domain::application::{Circumstances, Rules};
use enmusubi_domain::city::City;
use enmusubi_domain::id::OpportunityId;
use enmusubi_domain::ladder::{Ladder, raised};
use enmusubi_domain::matching::{Policy, Question, Wish};
use enmusubi_domain::profile::{Gone, Profile};
use std::collections::{HashMap, HashSet};

/// What is known of whoever asks: their profile, and what they have seen.
pub struct Mine {
    profile: Profile,
    /// Codes of the profile that the city does not know any more.
    pub gone: Vec<Gone>,
    /// What they have seen, and when first, if it was looked up.
    pub seen: HashMap<OpportunityId, DateTime<Utc>>,
    /// When this was looked up, by the database's clock.
    pub asked_at: DateTime<Utc>,
}

impl Mine {
    /// Looks up whoever acts; without a profile there is nothing to be matched by. Where they have earned a higher level than they say, that one counts.
    pub fn of(act: &mut Act<'_, '_>, city: &City, ladder: &Ladder, rules: Rules) -> Result<Self, Problem> {
        let account = act.account()?;
        let kept = act.tx.profile(account)?.ok_or(Conflict::NoProfile)?;
        let (kept, gone) = kept.profile.known_in(city);
        let earned = ladder.earned(&act.tx.participations_of_account(account)?);
        let asked_at = act.now()?;
        let consent = act.tx.wish_consent(account, &Circumstances { rules, tz: city.calendar.tz, now: asked_at })?;
        let profile = Profile { wish: Wish { consent, ..raised(kept.wish, &earned) }, ..kept };
        Ok(Self { profile, gone, seen: HashMap::new(), asked_at })
    }

    /// The same with what they have seen, which only their own matches tell.
    pub fn with_seen(mut self, act: &mut Act<'_, '_>) -> Result<Self, Problem> {
        let account = act.account()?;
        self.seen.extend(act.tx.seen_by(account)?);
        Ok(self)
    }

    /// Their wish, ready to be asked.
    pub fn question(&self, city: &City, policy: &Policy, now: DateTime<Utc>) -> Result<Question, Problem> {
        let wish = self.profile.wish_on(city.calendar.civil(now).date());
        // Every member was good when it was kept: only rules that have changed since can refuse it.
        Question::new(wish, city, policy, now).map_err(|_| Conflict::OldProfile.into())
    }

    /// What they had seen at a moment: whoever notes what a page showed goes on with the same list.
    pub fn seen_by(&self, moment: DateTime<Utc>) -> HashSet<OpportunityId> {
        self.seen.iter().filter(|(_, at)| **at <= moment).map(|(id, _)| *id).collect()
    }
}
