use crate::error::StoreError;
use crate::tx::Tx;
use enmusubi_domain::application::{Application, Circumstances, State};
use enmusubi_domain::opportunity::Opportunity;
use enmusubi_domain::participation::whole;

impl Tx<'_> {
    /// Brings an application to where its record says it is: completed, or absent, once every session it has seats at is noted. Answers how it
    /// stands then.
    ///
    /// Under the opportunity's lock.
    pub fn settle_attendance(&mut self, application: &Application, opportunity: &Opportunity, at: &Circumstances) -> Result<Application, StoreError> {
        if !matches!(application.state, State::Accepted | State::Completed | State::Absent) {
            return Ok(application.clone());
        }
        let lines = self.participations_of_application(application.id)?;
        let sessions = self.sessions_of_application(application.id)?;
        let seated: Vec<_> = sessions.iter().filter(|(session, seated)| *seated && !session.cancelled).map(|(session, _)| session.id).collect();
        match whole(&lines, &seated).and_then(|there| application.attended(there, at.now).ok()) {
            Some(after) if after.state != application.state => {
                self.put_application(&after)?;
                self.application_changed(Some(application), &after, opportunity, at)?;
                Ok(after)
            }
            _ => Ok(application.clone()),
        }
    }
}
