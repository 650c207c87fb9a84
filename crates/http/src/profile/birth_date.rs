use crate::access::Act;
use crate::problem::{Conflict, Problem};
use chrono::NaiveDate;
use enmusubi_domain::application::Circumstances;
use enmusubi_domain::audit::ObjectKind;
use enmusubi_domain::id::AccountId;
use enmusubi_domain::profile::age_on;

/// A birth date that is about to become another one, or to go: guardians and consents hang on it.
pub struct Change {
    before: Option<NaiveDate>,
    after: Option<NaiveDate>,
}

impl Change {
    /// Locks what may follow, before anything is looked at.
    pub fn begin(act: &mut Act<'_, '_>, account: AccountId, after: Option<NaiveDate>) -> Result<Self, Problem> {
        act.tx.lock_for_consents(account)?;
        let before = act.tx.profile(account)?.and_then(|kept| kept.profile.birth_date);
        Ok(Self { before, after })
    }

    /// Whether it may be, and what must be kept of it before it is.
    ///
    /// While a guardian stands in for somebody, nobody makes themselves older. Of whoever was of age it stays known where they have applied.
    pub fn allow(&self, act: &mut Act<'_, '_>, account: AccountId, at: &Circumstances) -> Result<(), Problem> {
        if self.before == self.after {
            return Ok(());
        }
        if !act.tx.guardians_of(account)?.is_empty() {
            return Err(Conflict::BirthDateVouched.into());
        }
        let was_of_age = self.before.and_then(|born| age_on(born, at.today())).is_some_and(|age| age >= u32::from(at.rules.consent_age));
        if self.after.is_none() && was_of_age {
            act.tx.note_of_age(account)?;
        }
        Ok(())
    }

    /// What follows from it: whoever turns out to be a minor has no place without a guardian's word.
    pub fn settle(&self, act: &mut Act<'_, '_>, account: AccountId, at: &Circumstances) -> Result<(), Problem> {
        if self.before == self.after {
            return Ok(());
        }
        let lapsed = act.tx.settle_consents(account, at)?;
        lapsed.into_iter().try_for_each(|application| act.audit((ObjectKind::Application, application.0), &["state"], None))
    }
}
