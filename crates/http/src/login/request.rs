use crate::problem::Problem;
use crate::secret::Secret;
use enmusubi_domain::account::Email;
use enmusubi_domain::invalid::Invalid;
use enmusubi_domain::text;
use serde::Deserialize;
use utoipa::ToSchema;

/// Longest name of a device, in characters.
const DEVICE_MAX: usize = 80;

/// Who wants to log in. ログイン。
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = LoginRequest)]
pub struct LoginRequest {
    /// The account's address.
    #[schema(max_length = 254, format = "email", example = "yuki@example.jp")]
    email: String,
    /// The account's password.
    #[schema(value_type = String, format = "password", max_length = 512, example = "雪がとけたら川べりで会おう")]
    password: Secret,
    /// What the person calls this device, so that it can be told from others.
    #[serde(default)]
    #[schema(max_length = 80, example = "ゆきのスマートフォン")]
    device: Option<String>,
}

/// Somebody who wants to log in, looked at.
pub struct Comer {
    pub email: Email,
    pub password: Secret,
    pub device: String,
}

impl LoginRequest {
    /// Looks at every member; names each that is wrong. Whether the password is one that would be accepted today does not matter.
    pub fn read(self) -> Result<Comer, Problem> {
        let email = Email::parse("email", &self.email);
        let device = self.device.map_or(Ok(String::new()), |device| text::line("device", &device, DEVICE_MAX));
        match (email, device) {
            (Ok(email), Ok(device)) => Ok(Comer { email, password: self.password, device }),
            (email, device) => Err(Problem::wrong_members([email.err(), device.err()].into_iter().flatten().collect::<Vec<Invalid>>())),
        }
    }
}

/// A refresh token. リフレッシュトークン。
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = RefreshRequest)]
pub struct RefreshRequest {
    /// The token of the last answer; it works once.
    #[schema(value_type = String, max_length = 200, example = "enr_…")]
    pub refresh_token: Secret,
}
