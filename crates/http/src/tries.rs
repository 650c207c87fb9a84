use crate::context::Context;
use crate::problem::Problem;
use enmusubi_domain::account::Email;
use enmusubi_domain::id::{AccountId, OpportunityId};
use enmusubi_persistence::{Bucket, StoreError, Taken, Tx};
use sha2::{Digest, Sha256};

/// How many at once, and how many come back per second.
type Rate = (f64, f64);

/// Wrong passwords for one address from one household.
const PAIR: Rate = (5.0, 1.0 / 60.0);
/// Wrong passwords for one address from anywhere.
const ACCOUNT: Rate = (50.0, 10.0 / 60.0);
/// Wrong passwords from one household, whomever they are for.
const HOUSEHOLD: Rate = (20.0, 1.0 / 3.0);
/// Wrong passwords of everybody.
const EVERYBODY: Rate = (50.0, 50.0);
/// Wrong passwords from one neighbourhood of IPv6 (a /48, as one customer may have), whomever they are for.
const NEIGHBOURHOOD: Rate = (100.0, 1.0);
/// Tokens one household fetches for its servers.
const TOKENS: Rate = (60.0, 1.0);
/// Letters of one kind to one address, asked for from one neighbourhood.
const LETTERS: Rate = (5.0, 1.0 / 300.0);
/// Letters of one kind to one address, from wherever.
const ALL_LETTERS: Rate = (30.0, 1.0 / 300.0);
/// Groups one person founds.
const FOUNDING: Rate = (10.0, 1.0 / 3600.0);
/// Letters asked for by one household, to whomever.
const ASKERS: Rate = (30.0, 0.1);
/// Invitations to one address, from whomever.
const INVITED: Rate = (5.0, 1.0 / 3600.0);
/// Invitations of one person.
const INVITING: Rate = (50.0, 1.0 / 60.0);

/// Wrong codes that one person at the door of an opportunity types.
const CODES: Rate = (10.0, 1.0 / 30.0);
/// Certificates one person makes.
const CERTIFICATES: Rate = (20.0, 1.0 / 600.0);

/// Tries somebody takes: counted in the database, so that the count is the same whatever node is asked.
///
/// Only what fails counts: a password that was right gives everything back. Whoever guesses is stopped after five tries by the bucket of
/// address and neighbourhood, which is theirs alone: it keeps nobody else out, so knowing an address is no weapon against its owner. The
/// wider bucket of the address is ten times as large, and one neighbourhood adds no more than one try a minute to it: to empty it takes
/// dozens of networks that keep at it, and even then devices that are signed in stay so, because refreshing takes no tries. An address
/// counts the same whether or not it has an account.
#[derive(Debug, Clone)]
pub struct Tries(Vec<Asked>);

/// One bucket that is asked.
#[derive(Debug, Clone)]
struct Asked {
    scope: Bucket,
    subject: [u8; 32],
    rate: Rate,
}

impl Tries {
    /// What it takes to log in.
    pub fn to_log_in(context: &Context, email: &Email, household: u64) -> Self {
        let (place, wide, email) = (household.to_be_bytes(), neighbourhood(household), email.as_str().as_bytes());
        Self(vec![
            Asked::new(context, Bucket::Account, PAIR, &[b"pair", email, &wide]),
            Asked::new(context, Bucket::Address, HOUSEHOLD, &[b"logins", &place]),
            Asked::new(context, Bucket::Address, NEIGHBOURHOOD, &[b"neighbours", &wide]),
            Asked::new(context, Bucket::Account, ACCOUNT, &[b"address", email]),
            Asked::new(context, Bucket::Global, EVERYBODY, &[b"logins"]),
        ])
    }

    /// What it takes to prove one's password again while signed in: a stolen access token must not be good for guessing.
    pub fn to_confirm(context: &Context, account: AccountId) -> Self {
        Self(vec![Asked::new(context, Bucket::Account, PAIR, &[b"confirm", account.0.as_bytes()])])
    }

    /// What it takes to come with a letter and a password that has to be hashed.
    pub fn to_reset(context: &Context, household: u64) -> Self {
        Self(vec![Asked::new(context, Bucket::Address, HOUSEHOLD, &[b"resets", &household.to_be_bytes()])])
    }

    /// What it takes to exchange a client's secret for a token, right or wrong.
    pub fn to_get_a_token(context: &Context, household: u64) -> Self {
        Self(vec![Asked::new(context, Bucket::Address, TOKENS, &[b"tokens", &household.to_be_bytes()])])
    }

    /// What it takes to found a group: whoever reviews them is a person.
    pub fn to_found(context: &Context, account: AccountId) -> Self {
        Self(vec![Asked::new(context, Bucket::Account, FOUNDING, &[b"groups", account.0.as_bytes()])])
    }

    /// What it takes to have a letter of a kind sent. One neighbourhood that has letters sent to somebody keeps nobody else from asking for theirs.
    pub fn to_be_written_to(context: &Context, kind: &str, email: &Email, household: u64) -> Self {
        let (kind, email, wide) = (kind.as_bytes(), email.as_str().as_bytes(), neighbourhood(household));
        Self(vec![
            Asked::new(context, Bucket::Letter, LETTERS, &[b"letters", kind, email, &wide]),
            Asked::new(context, Bucket::Letter, ALL_LETTERS, &[b"all letters", kind, email]),
            Asked::new(context, Bucket::Address, ASKERS, &[b"letters", &household.to_be_bytes()]),
        ])
    }

    /// What it takes to invite an address into a group: letters of strangers to one address are few, and so are those of one person.
    pub fn to_invite(context: &Context, email: &Email, account: AccountId) -> Self {
        Self(vec![
            Asked::new(context, Bucket::Letter, INVITED, &[b"invitations", email.as_str().as_bytes()]),
            Asked::new(context, Bucket::Account, INVITING, &[b"invitations", account.0.as_bytes()]),
        ])
    }

    /// What it takes to try a code at the door: it is no secret worth much, but nobody shall find one by trying.
    pub fn to_check_in(context: &Context, account: AccountId, opportunity: OpportunityId) -> Self {
        Self(vec![Asked::new(context, Bucket::Account, CODES, &[b"check-in", account.0.as_bytes(), opportunity.0.as_bytes()])])
    }

    /// What it takes to make a certificate.
    pub fn to_certify(context: &Context, account: AccountId) -> Self {
        Self(vec![Asked::new(context, Bucket::Account, CERTIFICATES, &[b"certificates", account.0.as_bytes()])])
    }

    /// Takes one try, or refuses and says when to come back. Who is refused has taken nothing.
    pub async fn take(&self, context: &Context) -> Result<(), Problem> {
        let tries = self.clone();
        context.change(move |tx| tries.take_within(tx)).await
    }

    /// The same within a transaction that goes on: if it is not kept, nothing was taken.
    pub fn take_within(&self, tx: &mut Tx<'_>) -> Result<(), Problem> {
        self.0.iter().try_for_each(|a| match tx.take(a.scope, &a.subject, a.rate.0, a.rate.1)? {
            Taken::Allowed { .. } => Ok(()),
            Taken::Refused { retry_after_seconds } => Err(Problem::TooMany { retry_after: retry_after_seconds }),
        })
    }

    /// Gives the try back: it went well.
    pub fn give_back(&self, tx: &mut Tx<'_>) -> Result<(), StoreError> {
        self.0.iter().try_for_each(|a| tx.give_back(a.scope, &a.subject, a.rate.0))
    }
}

/// The /48 that a household of IPv6 lies in; an IPv4 address is its own neighbourhood.
fn neighbourhood(household: u64) -> [u8; 8] {
    let wide = if household >> 63 == 1 { household >> 16 << 16 } else { household };
    wide.to_be_bytes()
}

impl Asked {
    fn new(context: &Context, scope: Bucket, rate: Rate, parts: &[&[u8]]) -> Self {
        // The installation's own key goes first: rows of two installations cannot be told to be about the same address.
        let mut hash = Sha256::new();
        hash.update(context.settings().cursor_key);
        hash.update(b"enmusubi tries 1");
        for part in parts {
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part);
        }
        Self { scope, subject: hash.finalize().into(), rate }
    }
}
