//! People who apply, and what they apply for.

use chrono::{DateTime, SubsecRound, TimeDelta, Utc};
use enmusubi_domain::access::{Grant, Role};
use enmusubi_domain::account::{Account, Email};
use enmusubi_domain::group::{Group, GroupDetails, GroupKind, Standing};
use enmusubi_domain::id::{AccountId, GrantId, GroupId, LoginId, OpportunityId, SessionId};
use enmusubi_domain::login::Login;
use enmusubi_domain::opportunity::{Kind, Opportunity, OpportunityDetails, State};
use enmusubi_domain::place::Place;
use enmusubi_domain::schedule::{Schedule, Session};
use enmusubi_domain::text::Lang;
use enmusubi_http::token::{Ring, Subject, mint};
use enmusubi_persistence::{Store, StoreError};

/// Odd when one is added to it, and the listings are a power of two: everybody meets every listing once.
const PEOPLE: usize = 1_000;
const LISTINGS: usize = 64;

/// Everybody there is.
pub struct Crowd {
    pub people: Vec<AccountId>,
    pub tokens: Vec<String>,
    pub listings: Vec<OpportunityId>,
}

impl Crowd {
    /// A thousand people who are signed in, and 64 groups that each ask for people and are told who applies.
    pub fn gather(store: &Store, ring: &Ring, issuer: &str) -> Result<Self, StoreError> {
        let now = Utc::now().trunc_subsecs(6);
        let accounts: Vec<Account> = (0..PEOPLE + LISTINGS).map(|n| account(n, now)).collect();
        let logins: Vec<Login> = accounts[..PEOPLE].iter().map(|account| login(account.id, now)).collect();
        let groups: Vec<Group> = (0..LISTINGS).map(|n| group(n, now)).collect();
        let listings: Vec<Opportunity> = groups.iter().map(|group| listing(group, now)).collect();
        store
            .write(|tx| {
                accounts.iter().try_for_each(|account| tx.insert_account(account, "$argon2id$never"))?;
                for (n, login) in logins.iter().enumerate() {
                    let mut hash = [0; 32];
                    hash[..8].copy_from_slice(&n.to_be_bytes());
                    tx.insert_login(login, &hash)?;
                }
                tx.insert_all(&groups, &listings)?;
                for (owner, group) in accounts[PEOPLE..].iter().zip(&groups) {
                    let role = Role::Owner(group.id);
                    tx.give_role(&Grant { id: GrantId::new(), account: owner.id, role, until: None, given_by: None, given_at: now, taken_at: None })?;
                }
                Ok(())
            })
            .map_err(|e: StoreError| e)?;
        let token = |login: &Login| {
            let subject = Subject::User { account: login.account, login: login.id, security_version: 1, auth_time: now };
            mint(ring, issuer, &subject, now).expect("a key that signs").text.reveal().to_owned()
        };
        Ok(Self {
            people: logins.iter().map(|l| l.account).collect(),
            tokens: logins.iter().map(token).collect(),
            listings: listings.iter().map(|o| o.id).collect(),
        })
    }

    /// The person and the listing of the n-th application: never the same two again.
    pub fn pair(&self, n: usize) -> (usize, OpportunityId) {
        assert!(n < PEOPLE * LISTINGS, "everybody has applied for everything");
        (n % PEOPLE, self.listings[(n + n / PEOPLE) % LISTINGS])
    }
}

fn account(n: usize, now: DateTime<Utc>) -> Account {
    Account {
        id: AccountId::new(),
        version: 1,
        email: Email::parse("email", &format!("bench{n}@example.jp")).expect("an address"),
        name: format!("応募 {n}"),
        lang: Lang::Ja,
        security_version: 1,
        disabled_at: None,
        created_at: now,
        updated_at: now,
    }
}

fn login(account: AccountId, now: DateTime<Utc>) -> Login {
    let days = TimeDelta::days(7);
    Login {
        id: LoginId::new(),
        account,
        device: "bench".into(),
        created_at: now,
        used_at: now,
        idle_expires_at: now + days,
        absolute_expires_at: now + days,
        ended: None,
    }
}

fn group(n: usize, now: DateTime<Utc>) -> Group {
    let details = GroupDetails {
        name: format!("団体 {n}"),
        name_en: None,
        kind: GroupKind::VolunteerGroup,
        summary: String::new(),
        description: String::new(),
        themes: vec![],
        areas: vec![],
        place: Place::default(),
        members: None,
        founded: None,
        url: None,
        accessibility: vec![],
    };
    Group {
        id: GroupId::new(),
        version: 1,
        details,
        standing: Standing::Active,
        source: None,
        imported: false,
        response_hours: None,
        created_at: now,
        updated_at: now,
    }
}

fn listing(group: &Group, now: DateTime<Utc>) -> Opportunity {
    let starts_at = now + TimeDelta::days(20);
    let session = Session { id: SessionId::new(), starts_at, ends_at: starts_at + TimeDelta::hours(2), seats: None, seats_taken: 0, cancelled: false };
    let details = OpportunityDetails::new(Kind::Activity, "ベンチのための雪かき", Schedule { sessions: vec![session], ..Schedule::default() });
    Opportunity {
        id: OpportunityId::new(),
        version: 1,
        group: group.id,
        details,
        state: State::Published,
        source: None,
        created_at: now,
        updated_at: now,
        published_at: Some(now),
    }
}
