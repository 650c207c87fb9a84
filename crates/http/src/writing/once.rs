use super::Reply;
use crate::access::Act;
use crate::input::Digest;
use crate::openapi::header;
use crate::problem::Problem;
use actix_web::dev::Payload;
use actix_web::http::header::HeaderName;
use actix_web::{FromRequest, HttpMessage, HttpRequest};
use enmusubi_domain::access::{Caller, Operation};
use enmusubi_persistence::Tx;
use sha2::{Digest as _, Sha256};
use std::collections::HashSet;
use std::future::{Ready, ready};
use std::sync::{Arc, Mutex, PoisonError};
use utoipa::IntoParams;
use utoipa::openapi::Required;
use utoipa::openapi::path::{Parameter, ParameterIn};

/// The header with the caller's key.
const KEY: HeaderName = HeaderName::from_static("idempotency-key");
/// Fewest and most characters of a key.
const LENGTH: std::ops::RangeInclusive<usize> = 8..=128;

/// `Idempotency-Key`: the same request twice has one effect, and the first committed answer is given again.
///
/// Draft-ietf-httpapi-idempotency-key-header. Without the header a request is what it is. Keys belong to their caller and their operation,
/// and are kept for 48 hours.
#[derive(Debug)]
pub struct Once {
    key: Option<String>,
    request: HttpRequest,
}

/// Requests with a key that are at work on this node.
#[derive(Debug, Clone, Default)]
pub struct Running(Arc<Mutex<HashSet<Slot>>>);

/// Whose key for what.
type Slot = ([u8; 32], Operation, String);

/// A key and what it is used for, as it is carried into a transaction.
#[derive(Debug)]
pub struct Keyed {
    slot: Slot,
    fingerprint: [u8; 32],
    running: Running,
}

impl Drop for Keyed {
    fn drop(&mut self) {
        self.running.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.slot);
    }
}

impl FromRequest for Once {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let lines: Vec<_> = request.headers().get_all(KEY).collect();
        let key = match lines.as_slice() {
            [] => Ok(None),
            [line] => line.to_str().ok().map(|text| text.trim().trim_matches('"').to_owned()).filter(|key| is_key(key)).map(Some).ok_or_else(unreadable),
            _ => Err(unreadable()),
        };
        ready(key.map(|key| Self { key, request: request.clone() }))
    }
}

fn is_key(key: &str) -> bool {
    LENGTH.contains(&key.len()) && key.bytes().all(|b| b.is_ascii_graphic())
}

fn unreadable() -> Problem {
    Problem::unreadable_parameter(
        "Idempotency-Key",
        "malformed",
        "8〜128文字の英数字・記号で、1つだけ指定してください。",
        "Must be one key of 8 to 128 visible ASCII characters.",
    )
}

impl Once {
    /// Takes the key for the time of the work; somebody else who has it now is still at work with the same request.
    pub fn begin(self, caller: &Caller, operation: Operation, running: &Running) -> Result<Option<Keyed>, Problem> {
        let Some(key) = self.key else { return Ok(None) };
        let who = match caller {
            Caller::Anyone => return Ok(None),
            Caller::Person(person) => person.account.0,
            Caller::Client(client) => client.id.0,
        };
        let slot = (Sha256::digest(who.as_bytes()).into(), operation, key);
        if !running.0.lock().unwrap_or_else(PoisonError::into_inner).insert(slot.clone()) {
            return Err(Problem::StillRunning);
        }
        let mut hash = Sha256::new();
        let body = self.request.extensions().get::<Digest>().map(|d| d.0).unwrap_or_default();
        let version = self.request.headers().get("if-match").map(|v| v.as_bytes().to_vec()).unwrap_or_default();
        for part in [self.request.method().as_str().as_bytes(), self.request.uri().to_string().as_bytes(), &version, &body] {
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part);
        }
        Ok(Some(Keyed { slot, fingerprint: hash.finalize().into(), running: running.clone() }))
    }
}

impl Keyed {
    /// The answer that was given before to this very request.
    pub(crate) fn answered_before(&self, tx: &mut Tx<'_>) -> Result<Option<Reply>, Problem> {
        let (principal, operation, key) = &self.slot;
        match tx.replay(principal, operation.code(), key)? {
            Some(stored) if stored.fingerprint == self.fingerprint => Ok(Some(Reply::again(stored))),
            Some(_) => Err(Problem::KeyReused),
            None => Ok(None),
        }
    }
}

/// Does the work once: gives the answer of before, or works and keeps the answer in the same transaction.
pub fn once(keyed: Option<&Arc<Keyed>>, act: &mut Act<'_, '_>, work: impl FnOnce(&mut Act<'_, '_>) -> Result<Reply, Problem>) -> Result<Reply, Problem> {
    let done = act.under(keyed.cloned()).and_then(|()| work(act));
    if let Some(before) = act.answered_before() {
        return Ok(before);
    }
    if let (Err(_), Some(keyed)) = (&done, keyed)
        && !act.tx.has_failed()
        && keyed.answered_before(act.tx)?.is_some()
    {
        // Under locks, whoever comes second sees what the first has done: this refusal is the effect of this very request, answered meanwhile on
        // another node. From the beginning again, where that answer is found before anything is written.
        act.tx.begin_anew();
    }
    let reply = done?;
    if let Some(Keyed { slot: (principal, operation, key), fingerprint, .. }) = keyed.map(Arc::as_ref) {
        act.tx.keep(principal, operation.code(), key, &reply.stored(*fingerprint))?;
    }
    Ok(reply)
}

impl IntoParams for Once {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        let text = "A key of the caller's own (8 to 128 visible ASCII characters, such as a UUID). The same request with the same key has one effect; the \
            first answer is given again with `Idempotency-Replayed: true`. Kept for 48 hours.\n\n同じキーの同じリクエストは1回だけ実行され、最初の応答が再び返る。";
        vec![header("Idempotency-Key", text, "0d7c5f1e-7a4b-4c8e-9b57-5f3a2f7f9a11", Required::False)]
    }
}
