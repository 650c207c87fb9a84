use super::page;
use super::seal::StopSeal;
use super::view::NoticeStopView;
use crate::answer::{Answer, JSON, Keep};
use crate::asking::{Asking, joined};
use crate::context::Context;
use crate::negotiate;
use crate::problem::Problem;
use actix_web::dev::Payload;
use actix_web::http::header::{ACCEPT, CONTENT_SECURITY_POLICY};
use actix_web::rt::time::timeout;
use actix_web::web::{self, Data};
use actix_web::{FromRequest, HttpRequest, HttpResponse, Responder};
use enmusubi_domain::id::AccountId;
use enmusubi_domain::notice::Stop;
use std::future::{Future, Ready, ready};
use std::pin::Pin;
use std::time::Duration;

/// The forms of an answer: for machines, and for people.
const FORMS: &[&str] = &[JSON, page::MEDIA];
/// Largest body that comes with a click, in bytes.
const BODY_MAX: usize = 8 * 1024;

/// What a letter carried, as it comes back in the path. What is none of ours names nothing.
pub struct Carried {
    /// Whose notices.
    pub account: AccountId,
    /// Which.
    pub stop: Stop,
}

impl FromRequest for Carried {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let token = request.match_info().get("token").unwrap_or_default();
        let read = request.app_data::<Data<Context>>().and_then(|context| StopSeal::new(context.settings().cursor_key).read(token));
        ready(read.map(|(account, stop)| Self { account, stop }).ok_or(Problem::NotFound))
    }
}

/// The body of a click. It is a click whatever stands in it: mail programs send `List-Unsubscribe=One-Click` in one form or another, and some
/// send nothing (RFC 8058, 3.1). That it is a POST, to an address nobody can guess, is what counts.
pub struct Clicked;

impl FromRequest for Clicked {
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Problem>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let deadline = request.app_data::<Data<Context>>().map_or(Duration::from_secs(10), |c| c.settings().body_deadline);
        let payload = web::Payload::from_request(request, payload);
        Box::pin(async move {
            let payload = payload.await.map_err(|_| Problem::Internal)?;
            let arrived = timeout(deadline, payload.to_bytes_limited(BODY_MAX)).await.map_err(|_| Problem::SlowBody)?;
            arrived.map_err(|_| Problem::BodyTooLarge)?.map_err(|_| Problem::Unreadable(vec![]))?;
            Ok(Self)
        })
    }
}

/// The answer in the form that is wanted: a page for whoever clicks by hand.
pub fn answer(view: &NoticeStopView, request: &HttpRequest, asking: &Asking) -> Result<HttpResponse, Problem> {
    let form = negotiate::choose(&joined(request.headers(), &ACCEPT), FORMS).ok_or(Problem::NotAcceptable { offered: FORMS })?;
    if form == page::MEDIA {
        let page = Answer::new(form, page::html(view, asking.lang).into_bytes()).keep(Keep::Never).lang(asking.lang);
        let policy = (CONTENT_SECURITY_POLICY, page::policy());
        return Ok(page.customize().insert_header(policy).respond_to(request).map_into_boxed_body());
    }
    Ok(Answer::json(view)?.keep(Keep::Never).lang(asking.lang).respond_to(request))
}
