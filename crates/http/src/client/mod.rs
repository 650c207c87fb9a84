//! Clients: servers and front ends that call for themselves. Administrators enter them; a company's own people look after its secrets.

/// `POST /v1/clients/{id}/secrets`
mod add_secret;
/// `POST /v1/clients`
mod create;
/// What the document shows.
mod examples;
/// `GET /v1/clients`
mod list;
/// The client of a path, if it is the caller's to see.
mod lookup;
/// `GET /v1/clients/{id}`
mod read;
/// What administrators say of a client.
mod request;
/// `DELETE /v1/clients/{id}`
mod revoke;
/// `DELETE /v1/clients/{id}/secrets/{secret_id}`
mod revoke_secret;
/// Secrets, made.
mod secret;
/// `PATCH /v1/clients/{id}`
mod update;
/// What callers see.
mod view;

pub use add_secret::add_client_secret;
pub use create::create_client;
pub use list::list_clients;
pub use read::read_client;
pub use revoke::revoke_client;
pub use revoke_secret::revoke_client_secret;
pub use update::update_client;
