use crate::code;
use crate::problem::Problem;
use crate::secret::Secret;
use enmusubi_domain::account::{self, Email};
use enmusubi_domain::invalid::{Invalid, Why};
use enmusubi_domain::password::{self, About};
use enmusubi_domain::text::Lang;
use serde::Deserialize;
use utoipa::ToSchema;

/// What somebody asks an account for. 登録の申し込み。
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = RegistrationRequest)]
pub struct RegistrationRequest {
    /// Where letters reach this person; also what they log in with.
    #[schema(max_length = 254, format = "email", example = "yuki@example.jp")]
    email: String,
    /// 12 to 128 characters of any kind, taken exactly as sent; not one that is easy to guess.
    #[schema(value_type = String, format = "password", min_length = 12, max_length = 128, example = "雪がとけたら川べりで会おう")]
    password: Secret,
    /// What the person wants to be called.
    #[schema(max_length = 80, example = "北野ゆき")]
    name: String,
    /// The language of letters; by default that of this request.
    #[serde(default)]
    #[schema(value_type = Option<code::Language>)]
    language: Option<String>,
}

/// Somebody who asks for an account, looked at.
pub struct Applicant {
    pub email: Email,
    pub password: Secret,
    pub name: String,
    pub lang: Lang,
}

impl RegistrationRequest {
    /// Looks at every member; names each that is wrong.
    pub fn read(self, asked: Lang) -> Result<Applicant, Problem> {
        let (email, name) = (Email::parse("email", &self.email), account::name("name", &self.name));
        let lang = self.language.map_or(Ok(asked), |code| lang("language", &code));
        let about = About { email: email.as_ref().map_or("", Email::as_str), name: name.as_deref().unwrap_or_default() };
        let fit = password::check("password", self.password.reveal(), &about);
        let wrong = [email.as_ref().err(), fit.as_ref().err(), name.as_ref().err(), lang.as_ref().err()];
        let wrong: Vec<Invalid> = wrong.into_iter().flatten().cloned().collect();
        match (email, name, lang) {
            (Ok(email), Ok(name), Ok(lang)) if wrong.is_empty() => Ok(Applicant { email, password: self.password, name, lang }),
            _ => Err(Problem::wrong_members(wrong)),
        }
    }
}

/// What a letter carried, and the password that was chosen with the registration. 手紙のコードとパスワード。
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = VerifyRequest)]
pub struct VerifyRequest {
    /// The code in the letter.
    #[schema(value_type = String, max_length = 200, example = "enl_…")]
    pub token: Secret,
    /// The password of the registration.
    #[schema(value_type = String, format = "password", max_length = 128, example = "雪がとけたら川べりで会おう")]
    pub password: Secret,
}

/// What a letter carried. 手紙のコード。
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = LetterRequest)]
pub struct LetterRequest {
    /// The code in the letter.
    #[schema(value_type = String, max_length = 200, example = "enl_…")]
    pub token: Secret,
}

/// Reads the code of a language.
pub fn lang(field: &str, code: &str) -> Result<Lang, Invalid> {
    match code {
        "ja" => Ok(Lang::Ja),
        "en" => Ok(Lang::En),
        _ => Err(Invalid::new(field, Why::NotOneOf("ja en"))),
    }
}

/// Everything that is wrong in one answer, or nothing.
pub fn together(looked_at: impl IntoIterator<Item = Result<(), Invalid>>) -> Result<(), Problem> {
    let wrong: Vec<Invalid> = looked_at.into_iter().filter_map(Result::err).collect();
    if wrong.is_empty() { Ok(()) } else { Err(Problem::wrong_members(wrong)) }
}
