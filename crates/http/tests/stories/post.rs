use crate::town::{Town, now};
use chrono::{DateTime, TimeDelta, Utc};
use enmusubi_domain::account::Email;
use enmusubi_domain::id::{AccountId, InvitationId};
use enmusubi_http::secret::{Kind, Opaque};
use enmusubi_persistence::{JobKind, Letter, Purpose, StoreError};
use serde_json::Value;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;
use uuid::Uuid;

/// Seconds that have passed, by clock.
static PASSED: [AtomicI64; 8] = [const { AtomicI64::new(0) }; 8];

/// A clock that stands still until somebody moves it; each story takes a number of its own.
pub fn clock<const N: usize>() -> DateTime<Utc> {
    now() + TimeDelta::seconds(PASSED[N].load(Ordering::SeqCst))
}

/// Lets time pass on a clock.
pub fn pass<const N: usize>(time: TimeDelta) {
    PASSED[N].fetch_add(time.num_seconds(), Ordering::SeqCst);
}

impl Town {
    /// What waits to be written, oldest first. It waits no longer.
    pub fn letters(&self) -> Vec<Value> {
        let take = || {
            let job = self.store.write(|tx| {
                let job = tx.lease_job(&[JobKind::Mail], Duration::from_secs(60))?;
                job.iter().try_for_each(|job| tx.finish_job(job.id))?;
                Ok::<_, StoreError>(job)
            });
            job.unwrap().map(|job| job.payload)
        };
        std::iter::from_fn(take).collect()
    }

    /// The code of a letter, kept the way whoever writes letters keeps it.
    pub fn code(&self, payload: &Value) -> String {
        let id = |name: &str| payload[name].as_str().map(|text| text.parse::<Uuid>().unwrap());
        let purpose = Purpose::parse(payload["letter"].as_str().unwrap()).unwrap();
        let email = payload["email"].as_str().map(|text| Email::parse("email", text).unwrap());
        let named = email.as_ref().filter(|_| purpose == Purpose::ResetPassword).map(|email| {
            let account = self.store.read(|tx| tx.account_by_email(email)).unwrap();
            account.unwrap().id
        });
        let token = Opaque::new(Kind::Letter).unwrap();
        let letter = Letter {
            hash: token.hash(),
            purpose,
            account: id("account").map(AccountId).or(named),
            registration: id("registration"),
            invitation: id("invitation").map(InvitationId),
            email: email.filter(|_| purpose == Purpose::ConfirmEmail),
            created_at: self.now(),
            expires_at: self.now() + if purpose == Purpose::ResetPassword { TimeDelta::minutes(30) } else { TimeDelta::hours(24) },
            used_at: None,
        };
        self.store.write(|tx| tx.insert_letter(&letter)).unwrap();
        token.reveal().to_owned()
    }

    /// The code of the one letter that waits to be written.
    pub fn only_code(&self) -> String {
        let letters = self.letters();
        assert_eq!(letters.len(), 1, "{letters:?}");
        self.code(&letters[0])
    }
}
