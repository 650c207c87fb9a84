//! What people are told by letter: of what they want to hear, and the click that ends it.

/// Whoever clicks, by hand or by machine.
mod click;
/// Examples for the document.
mod examples;
/// A page for those who click by hand.
mod page;
/// `PUT /v1/me/notices`
mod put;
/// `GET /v1/me/notices`
mod read;
/// `GET /v1/notice-stops/{token}`
mod read_stop;
/// What somebody wants to hear, as it is sent.
mod request;
/// What a letter carries so that one click stops its kind.
mod seal;
/// `POST /v1/notice-stops/{token}`
mod stop;
/// What is shown.
mod view;

pub use put::put_my_notices;
pub use read::read_my_notices;
pub use read_stop::read_notice_stop;
pub use seal::StopSeal;
pub use stop::stop_notices;
