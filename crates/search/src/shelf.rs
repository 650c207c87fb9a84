//! What one moment of a town looks like: everything public reads are answered from, without the database.

use crate::TextIndex;
use crate::Words;
use crate::matching::MatchIndex;
use enmusubi_domain::city::City;
use enmusubi_domain::matching::Policies;
use std::sync::Arc;

/// A city's data, its ranking policies, its text index and its match index, which belong together.
///
/// Replaced as a whole when the taxonomies, the dictionary or the ranking policies change, or when the text index is
/// rebuilt beside; everything else is updated in place. Whoever answers a question takes one shelf and stays with it.
#[derive(Debug)]
pub struct Shelf {
    /// Areas, themes and calendar.
    pub city: Arc<City>,
    /// The dictionary of the text index.
    pub words: Arc<Words>,
    /// Finding by words.
    pub text: Arc<TextIndex>,
    /// Finding by wish; ranked by the policy in force.
    pub matches: Arc<MatchIndex>,
    /// What was published of ranking policies, and which is in force.
    pub policies: Arc<Policies>,
}

impl Shelf {
    /// The same town under other policies. The match index is made anew only if another one ranks now; the text index is shared.
    #[must_use]
    pub fn under(&self, policies: Policies) -> Self {
        let policy = &policies.current().policy;
        let matches = if **self.matches.policy() == *policy { self.matches.clone() } else { Arc::new(self.matches.ranked_by(Arc::new(policy.clone()))) };
        Self { city: self.city.clone(), words: self.words.clone(), text: self.text.clone(), matches, policies: Arc::new(policies) }
    }
}
