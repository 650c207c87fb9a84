use crate::openapi::openapi;
use crate::problem::Problem;
use actix_web::dev::ResourceDef;
use actix_web::http::Method;
use actix_web::http::header::ALLOW;
use actix_web::{HttpRequest, HttpResponse};
use std::sync::LazyLock;
use utoipa::openapi::PathItem;

/// Every address of the document, with the methods it understands.
static PLACES: LazyLock<Vec<(ResourceDef, String)>> = LazyLock::new(|| {
    let documented = openapi().paths.paths.into_iter().map(|(path, item)| (ResourceDef::new(path), allowed(&item)));
    documented.chain([(ResourceDef::new("/docs"), "GET, HEAD, OPTIONS".to_owned())]).collect()
});

fn allowed(item: &PathItem) -> String {
    let methods = [("GET, HEAD", item.get.is_some()), ("POST", item.post.is_some()), ("PUT", item.put.is_some()), ("PATCH", item.patch.is_some())];
    let known = methods.into_iter().chain([("DELETE", item.delete.is_some())]).filter(|(_, there)| *there).map(|(name, _)| name);
    known.chain(["OPTIONS"]).collect::<Vec<_>>().join(", ")
}

/// What is said of an id that cannot be one: mostly that nothing is there; but `GET /v1/accounts/verify` meets a place of its own, which
/// understands another method.
pub fn no_id(request: &HttpRequest) -> Problem {
    let own = PLACES.iter().find(|(place, _)| place.pattern() == Some(request.path()));
    own.map_or(Problem::NotFound, |(_, allow)| Problem::Method { allow: allow.clone() })
}

/// What is said where no route fits: nothing here, or not with this method.
pub async fn nowhere(request: HttpRequest) -> Result<HttpResponse, Problem> {
    let here = PLACES.iter().find(|(place, _)| place.is_match(request.path()));
    match here {
        Some((_, allow)) if request.method() == Method::OPTIONS => Ok(HttpResponse::NoContent().insert_header((ALLOW, allow.clone())).finish()),
        Some((_, allow)) => Err(Problem::Method { allow: allow.clone() }),
        None => Err(Problem::NotFound),
    }
}
