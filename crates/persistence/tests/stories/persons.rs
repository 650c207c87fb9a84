//! People who sign in: accounts, logins, roles, letters.

use chrono::{DateTime, SubsecRound, TimeDelta, Utc};
use enmusubi_domain::access::{Grant, Role, RoleKind};
use enmusubi_domain::account::{Account, Email};
use enmusubi_domain::id::{AccountId, GrantId, GroupId, InvitationId, LoginId};
use enmusubi_domain::invitation::Invitation;
use enmusubi_domain::login::{Lifetime, Login};
use enmusubi_domain::text::Lang;
use enmusubi_persistence::{Letter, Purpose, Store};

/// A hash as the floors above make it of a secret.
pub fn hash(secret: impl AsRef<[u8]>) -> [u8; 32] {
    use sha2::Digest;
    sha2::Sha256::digest(secret).into()
}

/// An address.
pub fn email(name: &str) -> Email {
    Email::parse("email", &format!("{name}@example.jp")).unwrap()
}

/// An account that was just opened.
pub fn account(name: &str) -> Account {
    let now = Utc::now().trunc_subsecs(6);
    Account {
        id: AccountId::new(),
        version: 1,
        email: email(name),
        name: format!("{name} 雪子"),
        lang: Lang::Ja,
        security_version: 1,
        disabled_at: None,
        created_at: now,
        updated_at: now,
    }
}

/// An account that stands in the store.
pub fn standing_account(store: &Store, name: &str) -> Account {
    let account = account(name);
    store.write(|tx| tx.insert_account(&account, "$argon2id$1")).unwrap();
    account
}

/// A login that begins now, for as long as somebody with these roles may stay.
pub fn login(account: &Account, now: DateTime<Utc>, roles: &[Role]) -> Login {
    let lifetime = Lifetime::of(roles);
    Login {
        id: LoginId::new(),
        account: account.id,
        device: "スマートフォン".into(),
        created_at: now,
        used_at: now,
        idle_expires_at: now + lifetime.idle,
        absolute_expires_at: now + lifetime.absolute,
        ended: None,
    }
}

/// A login that stands in the store, with its first refresh token.
pub fn standing_login(store: &Store, account: &Account, secret: &str) -> Login {
    let now = store.read(|tx| tx.clock()).unwrap();
    let login = login(account, now, &[]);
    store.write(|tx| tx.insert_login(&login, &hash(secret))).unwrap();
    login
}

/// A role that is given now.
pub fn grant(account: &Account, role: Role) -> Grant {
    let now = Utc::now().trunc_subsecs(6);
    Grant { id: GrantId::new(), account: account.id, role, until: None, given_by: None, given_at: now, taken_at: None }
}

/// A letter to an account, good for half an hour.
pub fn letter(account: &Account, purpose: Purpose, secret: &str, now: DateTime<Utc>) -> Letter {
    Letter {
        hash: hash(secret),
        purpose,
        account: Some(account.id),
        registration: None,
        invitation: None,
        email: None,
        created_at: now,
        expires_at: now + TimeDelta::minutes(30),
        used_at: None,
    }
}

/// An invitation, open for a week.
pub fn invitation(group: GroupId, by: &Account, to: &str, now: DateTime<Utc>) -> Invitation {
    Invitation {
        id: InvitationId::new(),
        group,
        email: email(to),
        role: RoleKind::Helper,
        invited_by: by.id,
        created_at: now,
        expires_at: now + TimeDelta::days(7),
        accepted_at: None,
        cancelled_at: None,
    }
}

/// What twenty people at once get, each asking again if the store is too busy.
pub fn at_once<T: Send>(many: usize, f: impl Fn(usize) -> Result<T, enmusubi_persistence::StoreError> + Sync) -> Vec<T> {
    let (start, f) = (std::sync::Barrier::new(many), &f);
    std::thread::scope(|s| {
        let threads: Vec<_> = (0..many)
            .map(|n| {
                let start = &start;
                s.spawn(move || {
                    start.wait();
                    loop {
                        match f(n) {
                            Err(enmusubi_persistence::StoreError::Busy(why)) => println!("busy: {why}"),
                            result => return result.unwrap(),
                        }
                    }
                })
            })
            .collect();
        threads.into_iter().map(|t| t.join().unwrap()).collect()
    })
}
