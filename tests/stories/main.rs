//! Black-box stories: they start the real binary, on both databases, and speak HTTP only.

/// People and machines of the demo town.
mod accounts;
/// Where a story is told: SQLite always, PostgreSQL where one is given.
mod backends;
/// A connection round the service.
mod behind;
/// Many people at once.
mod crowd;
/// Starting a service in a directory of its own, and asking it.
mod service;

/// People's data is seen by nobody it is not for.
mod canary;
/// A citizen asks the demo town.
mod demo;
/// The index is a cache: it can be deleted at any time and comes back.
mod index;
/// The process is killed while people write.
mod killed;
/// Asking many times at once does a thing once.
mod once;
/// Ranking policies, switched while people ask.
mod policy;
/// Both databases give the same answers.
mod same_answers;
/// Very many acceptances at once.
mod seats;
/// A second city, from files.
mod second_city;
/// Secrets are seen by nobody they are not for.
mod secrets;
/// Everybody signs in and does what is theirs.
mod sign_in;
/// What may go wrong at the start, in one clear line each.
mod starting;
/// Very many logins at once.
mod storm;
/// A newcomer's way, from an anonymous match to a certificate.
mod taking_part;
