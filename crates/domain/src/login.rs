//! A login: one signed-in device, from its first refresh token to the end of the family.

use crate::access::Role;
use crate::id::{AccountId, LoginId};
use crate::level::words;
use chrono::{DateTime, TimeDelta, Utc};

words! {
    /// Why a login ended.
    Ending {
        /// The person logged out.
        LoggedOut = "logged_out", "ログアウト", "logged out";
        /// A refresh token was used twice: somebody else may have it.
        Reuse = "refresh_reuse", "トークンの再利用", "a refresh token was used twice";
        /// Password or address changed, or the person logged out everywhere.
        Secured = "secured", "安全のための終了", "ended for safety";
        /// The account was closed by an administrator or deleted.
        AccountClosed = "account_closed", "アカウントの停止", "the account was closed";
    }
}

/// For how long a login lasts without being used, and at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lifetime {
    /// Longest time between two uses.
    pub idle: TimeDelta,
    /// Longest time in all.
    pub absolute: TimeDelta,
}

impl Lifetime {
    /// The more somebody may do, the shorter a forgotten device stays open.
    ///
    /// Volunteers 14 and 90 days; people of a group 7 and 30 days; coordinators, company managers, administrators and auditors
    /// 30 minutes and 12 hours.
    pub fn of(roles: &[Role]) -> Self {
        let group = |r: &Role| matches!(r, Role::Owner(_) | Role::Manager(_) | Role::Helper(_));
        if roles.iter().any(|r| !group(r)) {
            Self { idle: TimeDelta::minutes(30), absolute: TimeDelta::hours(12) }
        } else if !roles.is_empty() {
            Self { idle: TimeDelta::days(7), absolute: TimeDelta::days(30) }
        } else {
            Self { idle: TimeDelta::days(14), absolute: TimeDelta::days(90) }
        }
    }
}

/// One signed-in device.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Login {
    /// Its id.
    pub id: LoginId,
    /// Whose it is.
    pub account: AccountId,
    /// What the person called the device, or what the front end told of it.
    pub device: String,
    /// When the password was given.
    pub created_at: DateTime<Utc>,
    /// When it was last refreshed.
    pub used_at: DateTime<Utc>,
    /// When it ends if it is not used.
    pub idle_expires_at: DateTime<Utc>,
    /// When it ends in any case.
    pub absolute_expires_at: DateTime<Utc>,
    /// When and why it ended, if it did.
    pub ended: Option<(DateTime<Utc>, Ending)>,
}

impl Login {
    /// Whether it can still be used.
    pub fn is_live(&self, now: DateTime<Utc>) -> bool {
        self.ended.is_none() && now < self.idle_expires_at && now < self.absolute_expires_at
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::GroupId;

    #[test]
    fn the_more_one_may_do_the_sooner_a_login_ends() {
        let group = Role::Owner(GroupId::new());
        let volunteer = Lifetime::of(&[]);
        let owner = Lifetime::of(std::slice::from_ref(&group));
        let admin = Lifetime::of(&[group, Role::Administrator]);
        assert!(volunteer.idle > owner.idle && owner.idle > admin.idle);
        assert!(volunteer.absolute > owner.absolute && owner.absolute > admin.absolute);
    }
}
