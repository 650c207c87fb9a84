use crate::input::Wrong;
use crate::problem::{At, Fault, Problem};
use enmusubi_domain::application::{Side, State};
use enmusubi_domain::message::{self, Unfit};
use enmusubi_domain::text::Lang;
use serde::Deserialize;
use utoipa::ToSchema;

/// What one writes to the other side. メッセージ。
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = MessageRequest)]
pub struct MessageRequest {
    /// Plain text. No addresses or numbers before both have said yes.
    #[schema(min_length = 1, max_length = 1000, example = "長靴は貸していただけますか。")]
    text: String,
}

impl MessageRequest {
    /// The text, or what is wrong with it.
    pub fn read(self) -> Result<String, Problem> {
        let mut wrong = Wrong::default();
        let text = wrong.take(message::text("text", &self.text));
        wrong.finish()?;
        text.ok_or(Problem::Internal)
    }
}

/// Why a text at a place of the body does not go through.
pub fn unfit(pointer: &str, unfit: Unfit) -> Problem {
    let (code, ja, en) = match unfit {
        Unfit::BeforeAcceptance(detail) => (
            "contact_before_acceptance",
            format!(
                "{}が含まれているようです。連絡先は参加が決まってから団体に開示されます。それまではこのメッセージでやり取りしてください。",
                detail.word(Lang::Ja)
            ),
            format!("This seems to hold {}. Contact opens once both sides have said yes; until then please talk by these messages.", detail.word(Lang::En)),
        ),
        Unfit::ToMinor(detail) => (
            "contact_to_minor",
            format!("{}が含まれているようです。未成年の方には、連絡先やURLを送ることができません。", detail.word(Lang::Ja)),
            format!("This seems to hold {}. To minors no contact details or web addresses are sent.", detail.word(Lang::En)),
        ),
    };
    Problem::Wrong(vec![Fault::new(At::Pointer(pointer.into()), code, ja, en)])
}

/// Refuses a text that one side writes for the other beside an application, where it holds what must not go through yet.
pub fn fitting(text: Option<&str>, pointer: &str, from: Side, state: State, minor: bool) -> Result<(), Problem> {
    text.map_or(Ok(()), |text| message::judge(text, from, state, minor).map_err(|why| unfit(pointer, why)))
}
