use super::view::KeysView;
use crate::answer::{Answer, Keep};
use crate::context::Context;
use crate::input::{Asked, Nothing};
use crate::problem::{PlainRefusals, Problem};
use actix_web::get;
use actix_web::web::Data;

/// Read the public keys
///
/// Whoever wants to check an access token without asking us finds the keys here (RFC 7517). New keys appear ten minutes before they sign.
///
/// アクセストークンを検証するための公開鍵。
#[utoipa::path(
    tag = "Signing in",
    operation_id = "read_keys",
    params(Asked<Nothing>),
    responses(
        (status = 200, description = "The keys. 公開鍵。", body = KeysView, example = json!({"keys": [{"kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo", "kid": "1f4c8a2b9d07", "use": "sig", "alg": "EdDSA"}]})),
        (status = 304, description = "Unchanged since `If-None-Match`. 変更なし。"),
        PlainRefusals,
    )
)]
#[get("/.well-known/jwks.json")]
pub async fn read_keys(context: Data<Context>, _: Asked<Nothing>) -> Result<Answer, Problem> {
    Ok(Answer::json(&context.ring().jwks(context.now()))?.keep(Keep::Public(300)))
}
