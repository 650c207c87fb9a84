//! The document of the API: title, tags, and what every operation shares.

/// Examples, made by the code that makes the answers.
pub mod examples;
/// Who may do what, as the document says it.
mod rights;

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
        (name = "Signing in", description = "Accounts, logins, tokens. 登録・ログイン・トークン。"),
        (name = "Me", description = "One's own account. 自分のアカウント。"),
        (name = "Guardians", description = "For guardians of minors, and those who confirm them. 保護者の確認と同意。"),
        (name = "Groups", description = "For those who run a group, and those who review it. 団体の運営と確認。"),
        (name = "Opportunities", description = "For those who offer something to join. 募集の作成と公開。"),
        (name = "Partners", description = "For servers of other platforms. 提携サイトのサーバー。"),
        (name = "Companies", description = "For companies. 企業。"),
        (name = "Administration", description = "For administrators and auditors. 管理と監査。"),
        (name = "Operation", description = "For those who run the service. 運用。"),
    ),
    components(schemas(ProblemView)),
)]
struct Api;

/// The whole document, with every route in it.
pub fn openapi() -> utoipa::openapi::OpenApi {
    let (_, mut document) = App::new().into_utoipa_app().openapi(Api::openapi()).configure(routes).split_for_parts();
    for (path, item) in &mut document.paths.paths {
        let reads = item.get.iter_mut().map(|operation| (operation, true));
        let changes = [&mut item.post, &mut item.put, &mut item.patch, &mut item.delete].into_iter().flatten().map(|operation| (operation, false));
        for (operation, is_read) in reads.chain(changes) {
            if path.starts_with("/v1/") {
                share(operation, &[language()]);
            }
            if path.starts_with("/v1/") && is_read && operation.responses.responses.contains_key("304") {
                share(operation, &[if_none_match()]);
            }
            rights::explain(operation);
        }
    }
    rights::schemes(&mut document);
    document
}

fn share(operation: &mut Operation, parameters: &[Parameter]) {
    operation.parameters.get_or_insert_default().extend(parameters.iter().cloned().map(RefOr::T));
}

/// Headers have no length of their own: all of them together are bounded.
pub fn header(name: &str, text: &str, example: &str, required: Required) -> Parameter {
    let schema = ObjectBuilder::new().schema_type(Type::String).max_length(Some(HEADERS_MAX));
    let parameter = ParameterBuilder::new().name(name).parameter_in(ParameterIn::Header).required(required);
    parameter.description(Some(text)).schema(Some(schema)).example(Some(example.into())).build()
}

fn language() -> Parameter {
    header("Accept-Language", "Language of sentences: `ja` (default) or `en`.\n\n文章のことば。", "en", Required::False)
}

fn if_none_match() -> Parameter {
    header("If-None-Match", "The `ETag` the caller has.\n\n手元の ETag。変更がなければ 304。", "\"v3.4f2a9c0d1e5b7a6c8d9e0f1a\"", Required::False)
}
