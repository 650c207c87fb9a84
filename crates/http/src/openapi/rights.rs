use crate::problem::{CallerRefusals, KeyRefusals};
use enmusubi_domain::access::{Ground, Operation as Asked};
use enmusubi_domain::text::Lang;
use std::collections::BTreeMap;
use utoipa::IntoResponses;
use utoipa::openapi::path::{Operation, Parameter};
use utoipa::openapi::response::Response;
use utoipa::openapi::security::{
    ApiKey, ApiKeyValue, ClientCredentials, Flow, HttpAuthScheme, HttpBuilder, OAuth2, Scopes, SecurityRequirement, SecurityScheme,
};
use utoipa::openapi::{OpenApi, RefOr};

/// The name of the scheme for people's access tokens.
const PERSON: &str = "login";
/// The name of the scheme for access tokens of servers.
const SERVER: &str = "client";
/// The name of the scheme for keys of front ends.
const KEY: &str = "api_key";

/// Says who may do an operation, and how they prove who they are: from the one table.
pub fn explain(operation: &mut Operation) {
    let Some(asked) = operation.operation_id.as_deref().and_then(Asked::parse) else { return };
    let grounds = asked.grounds();
    if grounds.contains(&Ground::Anyone) {
        let nobody = SecurityRequirement::default();
        operation.security = Some(vec![nobody, SecurityRequirement::new::<_, _, String>(KEY, []), SecurityRequirement::new::<_, _, String>(PERSON, [])]);
        // Credentials are not needed, but what is none of ours is refused; and pages of other origins may be.
        add(operation, CallerRefusals::responses());
        return;
    }
    let who = |lang: Lang, between: &str| grounds.iter().map(|g| g.word(lang)).collect::<Vec<_>>().join(between);
    let text = operation.description.take().unwrap_or_default();
    operation.description = Some(format!("{text}\n\nWho: {}. できる人: {}。", who(Lang::En, ", "), who(Lang::Ja, "・")));
    let for_servers = |g: &Ground| matches!(g, Ground::Partner | Ground::CompanyServer);
    let mut schemes = vec![];
    if grounds.iter().any(|g| !for_servers(g)) {
        schemes.push(SecurityRequirement::new::<_, _, String>(PERSON, []));
    }
    if grounds.contains(&Ground::Partner) {
        schemes.push(SecurityRequirement::new(SERVER, ["partner:write"]));
    }
    if grounds.contains(&Ground::CompanyServer) {
        schemes.push(SecurityRequirement::new(SERVER, ["company"]));
    }
    operation.security = Some(schemes);
    add(operation, CallerRefusals::responses());
    let keyed = |p: &RefOr<Parameter>| matches!(p, RefOr::T(p) if p.name == "Idempotency-Key");
    if operation.parameters.iter().flatten().any(keyed) {
        add(operation, KeyRefusals::responses());
    }
}

/// Adds responses that the operation does not describe itself.
fn add(operation: &mut Operation, responses: BTreeMap<String, RefOr<Response>>) {
    for (status, response) in responses {
        operation.responses.responses.entry(status).or_insert(response);
    }
}

/// How callers prove who they are.
pub fn schemes(document: &mut OpenApi) {
    let person = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).bearer_format("at+jwt");
    let person =
        person.description(Some("The `access_token` of `POST /v1/logins`; it lasts 10 minutes. ログインで得たアクセストークン（10分間有効）。")).build();
    let scopes = Scopes::from_iter([
        ("read", "Read public data. 公開データの閲覧。"),
        ("partner:write", "Bring in listings. 募集の掲載。"),
        ("feed", "Read feeds. フィードの購読。"),
        ("company", "Act for its company. 企業の手続き。"),
    ]);
    let server = OAuth2::with_description(
        [Flow::ClientCredentials(ClientCredentials::new("/oauth2/token", scopes))],
        "For servers of partners and companies (RFC 6749, 4.4). 提携サイト・企業のサーバー用。",
    );
    let key = ApiKeyValue::with_description("X-API-Key", "For front ends: public data, with a quota of their own. 公開データ用のキー。");
    let schemes = [(PERSON, SecurityScheme::Http(person)), (SERVER, SecurityScheme::OAuth2(server)), (KEY, SecurityScheme::ApiKey(ApiKey::Header(key)))];
    let components = document.components.get_or_insert_default();
    components.security_schemes.extend(schemes.into_iter().map(|(name, scheme)| (name.to_owned(), RefOr::T(scheme))));
}
