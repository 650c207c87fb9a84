use crate::code;
use crate::input::Wrong;
use crate::problem::{Conflict, Problem};
use enmusubi_domain::access::Ground;
use enmusubi_domain::audit;
use enmusubi_domain::consent::{Given, Method, Purpose, TextLang, current};
use enmusubi_domain::id::ApplicationId;
use enmusubi_domain::invalid::{Invalid, Why};
use enmusubi_domain::text::Lang;
use serde::Deserialize;
use utoipa::ToSchema;

/// Greatest version of a text.
const VERSION_MAX: u32 = 65_535;

/// What a guardian agrees to. 保護者の同意。
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ConsentRequest)]
pub struct ConsentRequest {
    /// To what.
    #[schema(value_type = code::GuardianPurpose, example = "guardian_application")]
    purpose: String,
    /// For which application of the minor's; for `guardian_application`.
    #[schema(format = "uuid", example = "019ad5c2-f3a9-7d0c-8e2b-4f6a1c3d5e82")]
    application_id: Option<String>,
    /// The version of the text that was read (`GET /v1/consent-texts`); left out: the one in force.
    #[schema(minimum = 1, maximum = 65535, example = 1)]
    text_version: Option<u32>,
    /// In which language it was read; left out: that of this request.
    #[schema(value_type = Option<code::ConsentLanguage>, example = "easy")]
    language: Option<String>,
    /// How the guardian agreed. A coordinator writes down what was said or signed; a guardian agrees with their account.
    #[schema(value_type = Option<code::ConsentMethod>)]
    method: Option<String>,
    /// For coordinators: in a sentence; it is kept in the audit trail. Name no person in it.
    #[schema(min_length = 4, max_length = 400)]
    reason: Option<String>,
}

/// What a guardian agrees to, looked at.
#[derive(Clone)]
pub struct Asked {
    purpose: Purpose,
    application: Option<ApplicationId>,
    text_version: Option<u32>,
    lang: TextLang,
    method: Option<Method>,
    reason: Option<String>,
}

impl ConsentRequest {
    /// What is agreed to, or every member that is wrong.
    pub fn read(self, asked_in: Lang) -> Result<Asked, Problem> {
        let mut wrong = Wrong::default();
        let guardians = |code: &str| Purpose::parse(code).filter(|p| matches!(p, Purpose::GuardianYear | Purpose::GuardianApplication));
        let purpose = wrong.word("purpose", &self.purpose, guardians, "guardian_year guardian_application");
        let application = self.application_id.as_ref().and_then(|id| wrong.id("application_id", id));
        match (purpose, &self.application_id) {
            (Some(Purpose::GuardianApplication), None) => wrong.add(Invalid::new("application_id", Why::Required)),
            (Some(Purpose::GuardianYear), Some(_)) => wrong.add(Invalid::new("application_id", Why::Contradiction("purpose"))),
            _ => {}
        }
        if self.text_version.is_some_and(|version| !(1..=VERSION_MAX).contains(&version)) {
            wrong.add(Invalid::new("text_version", Why::OutOfRange { min: 1.0, max: f64::from(VERSION_MAX) }));
        }
        let lang = self.language.as_ref().and_then(|code| wrong.word("language", code, TextLang::parse, TextLang::CODES));
        let method = self.method.as_ref().and_then(|code| wrong.word("method", code, Method::parse, Method::CODES));
        let reason = self.reason.as_ref().and_then(|said| wrong.take(audit::reason("reason", said)));
        wrong.finish()?;
        let spoken = if asked_in == Lang::En { TextLang::En } else { TextLang::Ja };
        let purpose = purpose.ok_or(Problem::Internal)?;
        Ok(Asked { purpose, application, text_version: self.text_version, lang: lang.unwrap_or(spoken), method, reason })
    }
}

impl Asked {
    /// The application it is for, if it is for one.
    pub fn application(&self) -> Option<ApplicationId> {
        self.application
    }

    /// To what.
    pub fn purpose(&self) -> Purpose {
        self.purpose
    }

    /// Why it is written down, where a coordinator does.
    pub fn reason(&self) -> Option<String> {
        self.reason.clone()
    }

    /// What is written down for whoever stands on a ground: a guardian agrees with their account; anybody else says how a guardian agreed, and why they
    /// write it down.
    pub fn given(&self, ground: Ground) -> Result<Given, Problem> {
        let mut wrong = Wrong::default();
        let method = if ground == Ground::Guardian {
            if self.method.is_some_and(|method| method != Method::Account) {
                wrong.add(Invalid::new("method", Why::NotOneOf("account")));
            }
            Method::Account
        } else {
            if self.reason.is_none() {
                wrong.add(Invalid::new("reason", Why::Required));
            }
            let spoken = self.method.filter(|method| *method != Method::Account);
            wrong.take(spoken.ok_or_else(|| Invalid::new("method", Why::NotOneOf("in_person paper phone")))).unwrap_or(Method::Paper)
        };
        wrong.finish()?;
        let in_force = current(self.purpose).ok_or(Problem::Internal)?.version;
        if self.text_version.is_some_and(|version| version != u32::from(in_force)) {
            return Err(Conflict::OtherText.into());
        }
        Ok(Given { purpose: self.purpose, application: self.application, text_version: in_force, lang: self.lang, method })
    }
}
