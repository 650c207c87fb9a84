use super::credential::Credential;
use crate::asking::Asking;
use crate::context::Context;
use crate::problem::Problem;
use actix_web::dev::Payload;
use actix_web::web::Data;
use actix_web::{FromRequest, HttpMessage, HttpRequest};
use enmusubi_domain::access::{Caller, Decision, Names, Operation, Target, decide};
use enmusubi_domain::text::Lang;
use std::future::Future;
use std::marker::PhantomData;
use std::pin::Pin;
use std::sync::Arc;

/// Asks whether whoever calls may do this operation at all. Whether they may do it to a certain thing is asked again where the thing is
/// known: [`Act::on`](super::Act::on).
pub struct May<O> {
    asked: Arc<AskedBy>,
    caller: Caller,
    operation: PhantomData<O>,
}

/// Who asks for what, as it is carried into a transaction.
#[derive(Debug)]
pub(crate) struct AskedBy {
    pub operation: Operation,
    pub credential: Option<Credential>,
    pub trace_id: String,
    pub lang: Lang,
}

impl AskedBy {
    /// What the table says of a caller before any object is known.
    pub fn at_all(&self, caller: &Caller) -> Result<(), Problem> {
        refused(decide(caller, self.operation, Target::Unseen)).map(drop)
    }
}

/// What a decision means for the caller.
pub(super) fn refused(decision: Decision) -> Result<enmusubi_domain::access::Ground, Problem> {
    match decision {
        Decision::Allow(ground) => Ok(ground),
        Decision::SignIn => Err(Problem::SignIn),
        Decision::Forbidden => Err(Problem::Forbidden),
        Decision::NotFound => Err(Problem::NotFound),
    }
}

impl<O> May<O> {
    /// Who asks. Their rights may have changed since: within a transaction ask the [`Act`](super::Act).
    pub fn caller(&self) -> &Caller {
        &self.caller
    }

    /// The language of sentences in the answer.
    pub fn lang(&self) -> Lang {
        self.asked.lang
    }

    /// What is carried into a transaction.
    pub(crate) fn asked(&self) -> Arc<AskedBy> {
        self.asked.clone()
    }

    /// The operation's code.
    pub fn operation(&self) -> Operation {
        self.asked.operation
    }
}

impl<O: Names> FromRequest for May<O> {
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Problem>>>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let context = request.app_data::<Data<Context>>().cloned();
        let asking = request.extensions().get::<Asking>().cloned().unwrap_or_default();
        let request = request.clone();
        Box::pin(async move {
            let context = context.ok_or(Problem::Internal)?;
            let credential = context.credential(request.headers())?;
            let caller = match credential.clone() {
                None => Caller::Anyone,
                Some(credential) => context.look(move |tx| credential.caller(tx)).await?.ok_or(Problem::Credentials)?,
            };
            let asked = AskedBy { operation: O::OPERATION, credential, trace_id: asking.trace_id, lang: asking.lang };
            asked.at_all(&caller)?;
            Ok(Self { asked: Arc::new(asked), caller, operation: PhantomData })
        })
    }
}
