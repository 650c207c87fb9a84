use crate::error::StoreError;
use crate::tx::Tx;
use enmusubi_domain::application::{Application, Circumstances, State};
use enmusubi_domain::opportunity::Opportunity;

impl Tx<'_> {
    /// What follows when an application has changed, in the same transaction: nothing that happens to one is forgotten by a path that does not know of it.
    pub(crate) fn application_changed(
        &mut self,
        before: Option<&Application>,
        after: &Application,
        opportunity: &Opportunity,
        at: &Circumstances,
    ) -> Result<(), StoreError> {
        let was = before.map(|b| b.state);
        if was != Some(State::Accepted) && after.state == State::Accepted {
            self.note_connection(after.opportunity, after.source, at.now)?;
        }
        self.disclosures_follow(before, after, at)?;
        self.notices_follow(before, after, at)?;
        if before.is_some_and(|b| b.seated) && !after.seated && self.give_back_seats(after, opportunity, at)? {
            self.offer_seats(opportunity, at)?;
        }
        Ok(())
    }
}
