use crate::problem::{At, Fault, Problem};
use crate::secret::{Kind, Opaque, Secret};
use crate::writing::Reply;
use enmusubi_domain::text::Lang;
use enmusubi_persistence::{JobKind, Letter, NewJob, Purpose, StoreError, Tx};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

/// That a letter is on its way, if there is anybody to write to. 手紙を送る知らせ。
#[derive(Serialize, ToSchema)]
#[schema(as = Posted)]
pub struct PostedView {
    /// The same sentence whether or not the address has an account.
    #[schema(example = "メールをお送りしました。届いたメールの案内に沿って進めてください。")]
    pub message: &'static str,
}

impl PostedView {
    /// The sentence.
    pub fn of(lang: Lang) -> Self {
        let message = match lang {
            Lang::Ja => "メールをお送りしました。届いたメールの案内に沿って進めてください。届かないときは、アドレスを確かめてください。",
            Lang::En => "We have sent an e-mail. Please follow what it says. If none arrives, please check the address.",
        };
        Self { message }
    }
}

/// The answer to everything that ends in a letter.
pub fn posted(lang: Lang) -> Result<Reply, Problem> {
    Ok(Reply::accepted(&PostedView::of(lang))?.lang(lang))
}

/// Has a letter written: a job, so that it is sent if, and only if, this transaction is kept. The job names ids, and no secret.
pub fn write_to(tx: &mut Tx<'_>, payload: Value) -> Result<(), StoreError> {
    tx.enqueue(&NewJob { kind: JobKind::Mail, payload, run_at: None, dedup_key: None }).map(drop)
}

/// What a letter carried, as somebody sends it back.
#[derive(Clone)]
pub struct Token(Opaque);

impl Token {
    /// Reads it; what cannot be one of ours is refused before the database is asked.
    pub fn read(text: &Secret) -> Result<Self, Problem> {
        Opaque::read(Kind::Letter, text.reveal()).map(Self).ok_or_else(Self::refused)
    }

    /// What it opens, without using it up.
    pub fn find(&self, tx: &mut Tx<'_>, purpose: Purpose) -> Result<Option<Letter>, StoreError> {
        tx.letter(purpose, &self.0.hash())
    }

    /// Uses it up: it works once.
    pub fn use_up(&self, tx: &mut Tx<'_>, purpose: Purpose) -> Result<Letter, Problem> {
        tx.use_letter(purpose, &self.0.hash())?.ok_or_else(Self::refused)
    }

    /// Used, expired, void, made up: nobody is told which.
    pub fn refused() -> Problem {
        let (ja, en) = (
            "使用済み、期限切れ、または正しくないコードです。もう一度メールを請求してください。",
            "Used, expired, or not a code of ours. Please ask for another letter.",
        );
        Problem::Wrong(vec![Fault::new(At::Pointer("/token".into()), "invalid_or_expired", ja, en)])
    }
}
