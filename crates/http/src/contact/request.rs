use crate::input::Wrong;
use crate::problem::Problem;
use enmusubi_domain::account::NAME_MAX;
use enmusubi_domain::contact::{self, Contact, Emergency, RELATION_MAX};
use enmusubi_domain::text;
use serde::Deserialize;
use utoipa::ToSchema;

/// How one can be reached. Every member is optional. 連絡先（すべて省略できます）。
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ContactRequest)]
pub struct ContactRequest {
    /// How the name is read, in kana.
    #[schema(max_length = 80, pattern = "^[ぁ-ゖァ-ヺーｦ-ﾟ・ \u{3000}]*[ぁ-ゖァ-ヺーｦ-ﾟ][ぁ-ゖァ-ヺーｦ-ﾟ・ \u{3000}]*$", example = "きたの ゆき")]
    name_kana: Option<String>,
    /// A telephone number: at least six digits, and `+`, `-`, blanks or parentheses between them.
    #[schema(max_length = 20, pattern = "^[+() -]*([0-9][+() -]*){6,}$", example = "090-1234-5678")]
    phone: Option<String>,
    /// Show the number from acceptance on; otherwise only from a day before a session to a day after.
    #[schema(default = false)]
    share_phone: Option<bool>,
    /// Show the account's e-mail address from acceptance on; otherwise messages go through the service.
    #[schema(default = false)]
    share_email: Option<bool>,
    /// Tell a group that is asked what one needs to take part (`accessibility` of the profile).
    #[schema(default = false)]
    share_needs: Option<bool>,
    /// Whom to call if something happens. Shown only from a day before a session to a day after, and only to whoever asks for it by name.
    emergency: Option<EmergencyRequest>,
}

/// Whom to call if something happens. 緊急連絡先。
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = EmergencyContactRequest)]
pub struct EmergencyRequest {
    /// Their name.
    #[schema(min_length = 1, max_length = 80, example = "北野はる")]
    name: String,
    /// Their telephone number.
    #[schema(max_length = 20, pattern = "^[+() -]*([0-9][+() -]*){6,}$", example = "011-222-3333")]
    phone: String,
    /// What they are to the person.
    #[schema(min_length = 1, max_length = 40, example = "母")]
    relation: Option<String>,
}

impl ContactRequest {
    /// How one can be reached, or every member that is wrong.
    pub fn read(self) -> Result<Contact, Problem> {
        let mut wrong = Wrong::default();
        let name_kana = self.name_kana.and_then(|raw| wrong.take(contact::kana("name_kana", &raw)));
        let phone = self.phone.and_then(|raw| wrong.take(contact::phone("phone", &raw)));
        let emergency = self.emergency.and_then(|sent| sent.read(&mut wrong));
        wrong.finish()?;
        let [share_phone, share_email, share_needs] = [self.share_phone, self.share_email, self.share_needs].map(|tick| tick.unwrap_or(false));
        Ok(Contact { name_kana, phone, share_phone, share_email, share_needs, emergency })
    }
}

impl EmergencyRequest {
    fn read(self, wrong: &mut Wrong) -> Option<Emergency> {
        let name = wrong.take(text::line("emergency/name", &self.name, NAME_MAX));
        let phone = wrong.take(contact::phone("emergency/phone", &self.phone));
        let relation = self.relation.and_then(|raw| wrong.take(text::line("emergency/relation", &raw, RELATION_MAX)));
        name.zip(phone).map(|(name, phone)| Emergency { name, phone, relation })
    }
}
