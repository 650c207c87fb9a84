//! Companies whose people take part.

/// `POST /v1/companies`
mod create;
/// What the document shows.
mod examples;
/// `GET /v1/companies`
mod list;
/// `GET /v1/companies/{id}`
mod read;
/// What is said of a company.
mod request;
/// `PATCH /v1/companies/{id}`
mod update;
/// What callers see.
mod view;

pub use create::create_company;
pub use list::list_companies;
pub use read::read_company;
pub use update::update_company;
