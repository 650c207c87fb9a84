use crate::problem::Problem;
use crate::secret::{Kind, Opaque};
use chrono::{DateTime, TimeDelta, Utc};
use enmusubi_domain::client::{ClientKind, ClientSecret};
use enmusubi_domain::id::{ClientId, SecretId};

/// Makes a secret for a client of this kind.
pub fn fresh(kind: ClientKind) -> Result<Opaque, Problem> {
    let kind = match kind {
        ClientKind::FrontEnd => Kind::ApiKey,
        ClientKind::Server => Kind::ClientSecret,
    };
    Opaque::new(kind).map_err(|error| {
        tracing::error!(error = %error, "no secret could be made");
        Problem::Internal
    })
}

/// What is kept of it beside its hash.
pub fn kept(id: SecretId, client: ClientId, secret: &Opaque, days: i64, now: DateTime<Utc>) -> ClientSecret {
    ClientSecret { id, client, hint: secret.hint().to_owned(), created_at: now, expires_at: now + TimeDelta::days(days), revoked_at: None }
}
