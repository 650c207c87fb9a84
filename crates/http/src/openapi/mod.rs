//! The document of the API: title, tags, and what every operation shares.

/// Examples, made by the code that makes the answers.
pub mod examples;

use crate::problem::ProblemView;
use crate::routes::routes;
use crate::settings::HEADERS_MAX;
use actix_web::App;
use utoipa::OpenApi;
use utoipa::openapi::path::{Operation, Parameter, ParameterBuilder, ParameterIn};
use utoipa::openapi::schema::ObjectBuilder;
use utoipa::openapi::{RefOr, Required, Type};
use utoipa_actix_web::AppExt;

/// Title, licence, tags.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Enmusubi API (地域の縁結び)",
        description = "Joins people to the civic life of a city: finds and matches volunteers and opportunities by theme, area, level and available time.\n\n\
            JSON in UTF-8, `snake_case`; times RFC 3339 with the city's offset; civil dates `YYYY-MM-DD`; ids UUIDv7. Unknown parameters and members are \
            refused, naming them. Refusals are `application/problem+json` (RFC 9457), in Japanese, or in English with `Accept-Language: en`; `code` is stable. \
            Every answer carries `Trace-Id`. GETs answer `If-None-Match` with 304.\n\n\
            市民とまちの活動を結ぶAPI。テーマ・地域・段階・都合のよい時間から、参加できる活動を理由つきで探せます。",
        license(name = "Apache-2.0", identifier = "Apache-2.0"),
    ),
    servers((url = "/", description = "This service. このサーバー。")),
    tags(
        (name = "Finding", description = "No account needed. 探す（登録不要）。"),
        (name = "Matching", description = "What fits, with reasons. 適合（理由つき）。"),
        (name = "Operation", description = "For those who run the service. 運用。"),
    ),
    components(schemas(ProblemView)),
)]
struct Api;

/// The whole document, with every route in it.
pub fn openapi() -> utoipa::openapi::OpenApi {
    let (_, mut document) = App::new().into_utoipa_app().openapi(Api::openapi()).configure(routes).split_for_parts();
    for (path, item) in &mut document.paths.paths {
        if path.starts_with("/v1/") {
            item.get.iter_mut().for_each(|operation| share(operation, &[language(), if_none_match()]));
            item.post.iter_mut().for_each(|operation| share(operation, &[language()]));
        }
    }
    document
}

fn share(operation: &mut Operation, parameters: &[Parameter]) {
    operation.parameters.get_or_insert_default().extend(parameters.iter().cloned().map(RefOr::T));
}

/// Headers have no length of their own: all of them together are bounded.
fn header(name: &str, text: &str, example: &str) -> Parameter {
    let schema = ObjectBuilder::new().schema_type(Type::String).max_length(Some(HEADERS_MAX));
    let parameter = ParameterBuilder::new().name(name).parameter_in(ParameterIn::Header).required(Required::False);
    parameter.description(Some(text)).schema(Some(schema)).example(Some(example.into())).build()
}

fn language() -> Parameter {
    header("Accept-Language", "Language of sentences: `ja` (default) or `en`.\n\n文章のことば。", "en")
}

fn if_none_match() -> Parameter {
    header("If-None-Match", "The `ETag` the caller has.\n\n手元の ETag。変更がなければ 304。", "\"v3.4f2a9c0d1e5b7a6c8d9e0f1a\"")
}
