use crate::access::May;
use crate::context::Context;
use crate::input::pairs;
use crate::my_matches::Mine;
use crate::problem::Problem;
use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};
use enmusubi_domain::access::op;
use enmusubi_domain::id::OpportunityId;
use enmusubi_domain::matching::{Evaluation, Question};
use enmusubi_search::Shelf;
use std::future::Future;
use std::pin::Pin;

/// Whether a list that anybody may read is asked `for=me`: then whoever asks is signed in, as for their own matches. Otherwise nobody looks
/// who asks, and the database is left alone.
pub struct ForMe(Option<May<op::ListMyMatches>>);

impl FromRequest for ForMe {
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Problem>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let asked = pairs(request.query_string()).is_ok_and(|pairs| pairs.iter().any(|(name, value)| name == "for" && value == "me"));
        if !asked {
            return Box::pin(std::future::ready(Ok(Self(None))));
        }
        let may = May::from_request(request, payload);
        Box::pin(async { Ok(Self(Some(may.await?))) })
    }
}

impl ForMe {
    /// The wish of whoever asks, if the list is to be for them.
    pub async fn question(&self, context: &Context, shelf: &Shelf) -> Result<Option<Question>, Problem> {
        let Some(may) = &self.0 else { return Ok(None) };
        let city = shelf.city.clone();
        let (ladder, rules) = (context.settings().ladder.clone(), context.settings().rules);
        let mine = context.read(may, move |act| Mine::of(act, &city, &ladder, rules)).await?;
        mine.question(&shelf.city, shelf.matches.policy(), context.now()).map(Some)
    }
}

/// The place of a listing in a list for somebody; nothing if a condition of theirs does not hold.
pub fn place(question: &Question, id: &OpportunityId, judged: Option<Evaluation>) -> Option<u64> {
    let fits = judged.filter(|e| e.failed.is_empty())?;
    Some(question.rank(fits.order, *id).number())
}
