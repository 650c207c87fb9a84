use super::may::{AskedBy, refused};
use crate::problem::Problem;
use crate::writing::{Keyed, Reply};
use chrono::{DateTime, Utc};
use enmusubi_domain::access::{Caller, Facts, Ground, Reach, Target, decide, reach};
use enmusubi_domain::audit::{Event, ObjectKind};
use enmusubi_domain::id::AccountId;
use enmusubi_domain::text::Lang;
use enmusubi_persistence::Tx;
use std::sync::Arc;
use uuid::Uuid;

/// One transaction, and who acts in it, with the rights they have at this very moment.
pub struct Act<'a, 'b> {
    /// The transaction.
    pub tx: &'a mut Tx<'b>,
    /// Who acts.
    pub caller: Caller,
    asked: &'a AskedBy,
    /// The request's key, while it is still to be seen whether it was answered before.
    key: Option<Arc<Keyed>>,
    /// What was answered before.
    before: Option<Reply>,
}

impl<'a, 'b> Act<'a, 'b> {
    /// Looks the caller up in the transaction, and asks the table once more.
    pub(crate) fn begin(tx: &'a mut Tx<'b>, asked: &'a AskedBy) -> Result<Self, Problem> {
        let caller = match &asked.credential {
            None => Caller::Anyone,
            Some(credential) => credential.caller(tx)?.ok_or(Problem::Credentials)?,
        };
        asked.at_all(&caller)?;
        Ok(Self { tx, caller, asked, key: None, before: None })
    }

    /// Goes on under a key: what was answered before is given again, once it is certain that the caller may still do this.
    ///
    /// Where it depends on the object, that is certain in [`Act::on`]; otherwise at once.
    pub(crate) fn under(&mut self, key: Option<Arc<Keyed>>) -> Result<(), Problem> {
        self.key = key;
        if self.asked.operation.depends_on_the_object() { Ok(()) } else { self.look_back() }
    }

    /// What was answered before, if that is why the work came to an end.
    pub(crate) fn answered_before(&mut self) -> Option<Reply> {
        self.before.take()
    }

    fn look_back(&mut self) -> Result<(), Problem> {
        let Some(key) = self.key.take() else { return Ok(()) };
        self.before = key.answered_before(self.tx)?;
        // Not for the caller's eyes: whoever began this work looks at what was answered before.
        if self.before.is_some() { Err(Problem::StillRunning) } else { Ok(()) }
    }

    /// The language of sentences.
    pub fn lang(&self) -> Lang {
        self.asked.lang
    }

    /// The present moment, by the database's clock.
    pub fn now(&mut self) -> Result<DateTime<Utc>, Problem> {
        Ok(self.tx.clock()?)
    }

    /// May they do it to this? What is foreign is answered as if it were not there.
    pub fn on(&mut self, facts: &Facts) -> Result<Ground, Problem> {
        let ground = refused(decide(&self.caller, self.asked.operation, Target::Object(facts)))?;
        self.look_back()?;
        Ok(ground)
    }

    /// The thing, or the answer for one that is not there.
    pub fn there<T>(&self, thing: Option<T>) -> Result<T, Problem> {
        // Where everybody may, there is still nothing there.
        let absent = || refused(decide(&self.caller, self.asked.operation, Target::Absent)).err().unwrap_or(Problem::NotFound);
        thing.ok_or_else(absent)
    }

    /// What of a list they may see.
    pub fn reach(&self) -> Reach {
        reach(&self.caller, self.asked.operation)
    }

    /// The account of the person who acts.
    pub fn account(&self) -> Result<AccountId, Problem> {
        self.caller.account().ok_or(Problem::Forbidden)
    }

    /// Notes in the audit trail what is done: to what, which fields, and why. Never what stands in them.
    pub fn audit(&mut self, object: (ObjectKind, Uuid), fields: &[&'static str], reason: Option<String>) -> Result<(), Problem> {
        let event = Event {
            actor: self.caller.actor(),
            action: self.asked.operation.code(),
            object,
            fields: fields.to_vec(),
            reason,
            trace_id: self.asked.trace_id.clone(),
        };
        Ok(self.tx.audit(&event)?)
    }
}
