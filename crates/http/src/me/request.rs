use crate::account::lang;
use crate::code;
use crate::language;
use crate::problem::Problem;
use crate::secret::Secret;
use enmusubi_domain::account::{self, Account};
use enmusubi_domain::invalid::Invalid;
use enmusubi_domain::text::Lang;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What of an account can be changed by saying so. 変更できる項目。
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = MeRequest)]
pub struct MeRequest {
    /// What the person wants to be called.
    #[schema(max_length = 80, example = "北野ゆき")]
    name: String,
    /// The language of letters.
    #[schema(value_type = code::Language, example = "en")]
    language: String,
}

impl MeRequest {
    /// An account as it stands.
    pub fn of(account: &Account) -> Self {
        Self { name: account.name.clone(), language: language::code(account.lang).to_owned() }
    }

    /// Name and language, looked at; names each that is wrong.
    pub fn read(self) -> Result<(String, Lang), Problem> {
        match (account::name("name", &self.name), lang("language", &self.language)) {
            (Ok(name), Ok(lang)) => Ok((name, lang)),
            (name, lang) => Err(Problem::wrong_members([name.err(), lang.err()].into_iter().flatten().collect::<Vec<Invalid>>())),
        }
    }
}

/// The password, once more. パスワードの確認。
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = LeaveRequest)]
pub struct LeaveRequest {
    /// The account's password.
    #[schema(value_type = String, format = "password", max_length = 512)]
    pub password: Secret,
}

/// The password as it is, and as it shall be. パスワードの変更。
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = PasswordChange)]
pub struct PasswordRequest {
    /// The present password.
    #[schema(value_type = String, format = "password", max_length = 512)]
    pub current: Secret,
    /// The new one: 12 to 128 characters of any kind, taken exactly as sent; not one that is easy to guess.
    #[schema(value_type = String, format = "password", min_length = 12, max_length = 128)]
    pub new: Secret,
}

/// Another address. メールアドレスの変更。
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = EmailChange)]
pub struct EmailRequest {
    /// The account's password.
    #[schema(value_type = String, format = "password", max_length = 512)]
    pub password: Secret,
    /// The new address.
    #[schema(max_length = 254, format = "email", example = "yuki.kitano@example.jp")]
    pub email: String,
}
