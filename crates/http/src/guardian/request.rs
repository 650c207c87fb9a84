use super::code::Code;
use crate::code;
use crate::input::Wrong;
use crate::problem::Problem;
use crate::secret::Secret;
use enmusubi_domain::audit;
use enmusubi_domain::guardian::{Proof, Relation};
use serde::Deserialize;
use utoipa::ToSchema;

/// Somebody who comes forward as a guardian. 保護者の申し出。
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = GuardianshipRequest)]
pub struct ClaimRequest {
    /// The code that the minor has made; blanks, hyphens and small letters do not matter.
    #[schema(value_type = String, max_length = 40, example = "7K2M-Q0XT-4B9D-HWZ3")]
    code: Secret,
    /// What the guardian is to the minor.
    #[schema(value_type = code::GuardianRelation, example = "parent")]
    relation: String,
    /// That the guardian is of age, where their profile keeps no birth date.
    #[schema(default = false)]
    of_age: Option<bool>,
}

/// Somebody who comes forward, looked at.
#[derive(Clone)]
pub struct Claim {
    /// The code.
    pub code: Code,
    /// What they are to the minor.
    pub relation: Relation,
    /// Whether they say to be of age.
    pub of_age: bool,
}

impl ClaimRequest {
    /// The code and the relation, or every member that is wrong.
    pub fn read(self) -> Result<Claim, Problem> {
        let mut wrong = Wrong::default();
        let relation = wrong.word("relation", &self.relation, Relation::parse, Relation::CODES);
        let code = wrong.take(Code::read("code", &self.code));
        wrong.finish()?;
        let (code, relation) = code.zip(relation).ok_or(Problem::Internal)?;
        Ok(Claim { code, relation, of_age: self.of_age.unwrap_or(false) })
    }
}

/// How a coordinator knows that somebody is the guardian. 保護者の確認。
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ConfirmRequest)]
pub struct ConfirmRequest {
    /// How.
    #[schema(value_type = code::GuardianProof, example = "in_person")]
    proof: String,
    /// In a sentence; it is kept in the audit trail. Name no person in it.
    #[schema(min_length = 4, max_length = 400, example = "窓口で本人確認書類を確認した")]
    reason: String,
}

impl ConfirmRequest {
    /// How and why, or every member that is wrong.
    pub fn read(&self) -> Result<(Proof, String), Problem> {
        let mut wrong = Wrong::default();
        let proof = wrong.word("proof", &self.proof, Proof::parse, Proof::CODES);
        let reason = wrong.take(audit::reason("reason", &self.reason));
        wrong.finish()?;
        proof.zip(reason).ok_or(Problem::Internal)
    }
}
