use crate::access::Act;
use crate::code;
use crate::opportunity::local;
use crate::problem::Problem;
use chrono::{DateTime, FixedOffset, Utc};
use chrono_tz::Tz;
use enmusubi_domain::account::Account;
use enmusubi_domain::guardian::Guardianship;
use enmusubi_domain::id::AccountId;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// A code for a guardian. 保護者用コード。
#[derive(Serialize, ToSchema)]
#[schema(as = NewGuardianCode)]
pub struct NewCodeView {
    /// The code, shown this once.
    #[schema(example = "7K2M-Q0XT-4B9D-HWZ3")]
    code: String,
    /// Until when it works.
    expires_at: DateTime<FixedOffset>,
}

impl NewCodeView {
    /// Shows a code.
    pub fn of(code: String, expires_at: DateTime<Utc>, tz: Tz) -> Self {
        Self { code, expires_at: local(expires_at, tz) }
    }
}

/// A guardian's tie to a minor. 保護者との関係。
#[derive(Clone, Serialize, ToSchema)]
#[schema(as = Guardianship)]
pub struct GuardianshipView {
    /// Its id.
    pub id: Uuid,
    /// Counts its changes; the `ETag` names it.
    #[schema(example = 1)]
    pub version: i64,
    /// The minor.
    ward: PartyView,
    /// The guardian.
    guardian: PartyView,
    /// What the guardian is to the minor.
    #[schema(value_type = code::GuardianRelation, example = "parent")]
    relation: &'static str,
    /// Where it stands now.
    #[schema(value_type = code::GuardianshipState, example = "pending")]
    state: &'static str,
    /// How it was confirmed.
    #[schema(value_type = Option<code::GuardianProof>)]
    proof: Option<&'static str>,
    /// When the code was entered.
    created_at: DateTime<FixedOffset>,
    /// When it was confirmed.
    confirmed_at: Option<DateTime<FixedOffset>>,
    /// When it ends by itself: the minor comes of age.
    until: Option<DateTime<FixedOffset>>,
    /// When somebody ended it.
    ended_at: Option<DateTime<FixedOffset>>,
}

/// One of the two. 当事者。
#[derive(Clone, Serialize, ToSchema)]
#[schema(as = GuardianshipParty)]
pub struct PartyView {
    /// Their account.
    account_id: Uuid,
    /// What they want to be called.
    #[schema(example = "北野ゆき")]
    name: String,
}

impl GuardianshipView {
    /// Shows a tie between two accounts at a moment.
    pub fn of(tie: &Guardianship, ward: &Account, guardian: &Account, now: DateTime<Utc>, tz: Tz) -> Self {
        let at = |instant| local(instant, tz);
        let party = |account: &Account| PartyView { account_id: account.id.0, name: account.name.clone() };
        Self {
            id: tie.id.0,
            version: tie.version,
            ward: party(ward),
            guardian: party(guardian),
            relation: tie.relation.code(),
            state: tie.state_at(now).code(),
            proof: tie.proof.map(|proof| proof.code()),
            created_at: at(tie.created_at),
            confirmed_at: tie.confirmed_at.map(at),
            until: tie.until.map(at),
            ended_at: tie.ended_at.map(at),
        }
    }
}

/// A tie as it stands now, with what both are called.
pub fn shown(act: &mut Act<'_, '_>, tie: &Guardianship, tz: Tz) -> Result<GuardianshipView, Problem> {
    let now = act.now()?;
    let (ward, guardian) = (named(act, tie.ward)?, named(act, tie.guardian)?);
    Ok(GuardianshipView::of(tie, &ward, &guardian, now, tz))
}

fn named(act: &mut Act<'_, '_>, account: AccountId) -> Result<Account, Problem> {
    act.tx.account(account)?.ok_or(Problem::Internal)
}
