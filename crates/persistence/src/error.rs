//! Why the store cannot do what was asked. Nothing here knows HTTP; every message is one line that says what to do.

use diesel::result::{DatabaseErrorKind, Error};

/// Why the store cannot do what was asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// Nobody answers at the address, or the connection broke.
    #[error("the database cannot be reached ({0}): check that it runs and that the address is right")]
    Unreachable(String),
    /// A newer version of the program has been here.
    #[error("the database was changed by a newer version of this program (migration {found}): start that version, or restore a backup from before the update")]
    NewerSchema {
        /// The first migration this program does not know.
        found: String,
    },
    /// Another process works with the same SQLite file.
    #[error("{path} is already open in another process{holder}: stop that one first; several nodes need PostgreSQL")]
    Locked {
        /// The database file.
        path: String,
        /// Who holds it, such as ` (process 4711)`; empty if unknown.
        holder: String,
    },
    /// Others were in the way for too long, or it took too long.
    #[error("the database is too busy ({0}): try again")]
    Busy(String),
    /// A rule of the database refused the change.
    #[error("the database refused the change: {0}")]
    Constraint(Constraint),
    /// A row cannot be read.
    #[error("{table} {id} is damaged ({why}): correct the row or restore it from a backup")]
    Damaged {
        /// Its table.
        table: &'static str,
        /// Its id or code.
        id: String,
        /// What is wrong with it.
        why: String,
    },
    /// Anything else.
    #[error("{0}")]
    Other(String),
}

/// A rule of the database, by name, so that the floors above can turn it into a reason.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Constraint {
    /// Another group came from the same source under the same reference.
    #[error("another group has the same source and reference")]
    GroupSource,
    /// Another opportunity came from the same source under the same reference.
    #[error("another opportunity has the same source and reference")]
    OpportunitySource,
    /// An opportunity names a group that is not there, or a group that still has opportunities was to go.
    #[error("an opportunity needs its group")]
    OpportunityGroup,
    /// Another account has the address.
    #[error("another account has this e-mail address")]
    AccountEmail,
    /// The account has a role in the group already.
    #[error("the account has a role in this group already")]
    RoleInGroup,
    /// The person has an application for the opportunity that goes on.
    #[error("the person has an application for this opportunity already")]
    LiveApplication,
    /// Another client's listings are known under the name.
    #[error("another client has this source name")]
    ClientSource,
    /// Somebody else has just answered under the same key.
    #[error("another request with the same key was answered first")]
    Idempotency,
    /// The id is taken.
    #[error("there is already a {0} with this id")]
    Id(&'static str),
    /// More seats taken than there are.
    #[error("more seats are taken than there are")]
    Seats,
    /// Somebody has noted this person for this session, or this date, already.
    #[error("this participation is noted already")]
    Noted,
    /// A text contains the character NUL.
    #[error("a text contains the character NUL")]
    Nul,
    /// Any other rule, as the database calls it.
    #[error("{0}")]
    Other(String),
}

impl Constraint {
    /// Knows a rule by the name PostgreSQL gives, or by the sentence SQLite has for it. `table` is the one that was written to:
    /// SQLite does not say whose foreign key it was.
    fn recognise(name: Option<&str>, message: &str, table: &str) -> Self {
        let said = name.unwrap_or(message);
        let after = said.rsplit_once("failed: ").map_or(said, |(_, what)| what);
        match after {
            "group_source" | "group.source_name, group.source_reference" => Self::GroupSource,
            "opportunity_source" | "opportunity.source_name, opportunity.source_reference" => Self::OpportunitySource,
            "opportunity_group" => Self::OpportunityGroup,
            "account_email" | "account.email" => Self::AccountEmail,
            "role_live_in_group" | "role_grant.account_id, role_grant.group_id" => Self::RoleInGroup,
            "application_live" | "application.account_id, application.opportunity_id" => Self::LiveApplication,
            "account_pkey" | "account.id" => Self::Id("account"),
            "login_pkey" | "login.id" => Self::Id("login"),
            "role_grant_pkey" | "role_grant.id" => Self::Id("role"),
            "invitation_pkey" | "invitation.id" => Self::Id("invitation"),
            "client_source" | "client.source" => Self::ClientSource,
            IDEMPOTENCY | "idempotency.principal, idempotency.operation, idempotency.key" => Self::Idempotency,
            "client_pkey" | "client.id" => Self::Id("client"),
            "client_secret_pkey" | "client_secret.id" => Self::Id("secret"),
            "company_pkey" | "company.id" => Self::Id("company"),
            "signing_key_pkey" | "signing_key.kid" => Self::Id("signing key"),
            "group_pkey" | "group.id" => Self::Id("group"),
            "opportunity_pkey" | "opportunity.id" => Self::Id("opportunity"),
            "session_pkey" | "session.id" => Self::Id("session"),
            "opportunity_seats" | "session_seats" => Self::Seats,
            "participation_session_once"
            | "participation.application_id, participation.session_id"
            | "participation_date_once"
            | "participation.application_id, participation.held_on" => Self::Noted,
            "FOREIGN KEY constraint failed" if matches!(table, "opportunity" | "group") => Self::OpportunityGroup,
            other => Self::Other(one_line(other)),
        }
    }
}

/// What the databases say, on one line and not too long.
pub(crate) fn one_line(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() > 300 { line.chars().take(299).chain(['…']).collect() } else { line }
}

impl StoreError {
    /// Translates what diesel reports about a statement on a table.
    pub(crate) fn of(error: &Error, table: &str) -> Self {
        use DatabaseErrorKind as K;
        let Error::DatabaseError(kind, info) = error else {
            return Self::Other(one_line(&format!("{table}: {error}")));
        };
        let message = info.message();
        match kind {
            K::UniqueViolation | K::ForeignKeyViolation | K::NotNullViolation | K::CheckViolation | K::ExclusionViolation | K::RestrictViolation => {
                Self::Constraint(Constraint::recognise(info.constraint_name(), message, table))
            }
            K::ClosedConnection | K::UnableToSendCommand => Self::Unreachable(one_line(message)),
            _ if is_lost(message) => Self::Unreachable(one_line(message)),
            K::SerializationFailure => Self::Busy("others changed the same rows".into()),
            _ if is_conflict(message) || message.contains("statement timeout") => Self::Busy(one_line(message)),
            _ if message.contains("disk image is malformed") || message.contains("not a database") => {
                Self::Other(format!("the database file is damaged ({}): restore it from a backup", one_line(message)))
            }
            _ if message.contains("disk is full") => Self::Other("the disk is full: make room, nothing was written".into()),
            _ => Self::Other(one_line(&format!("{table}: {message}"))),
        }
    }
}

/// The primary key of the answers that are kept. Only PostgreSQL calls it by this name, and only there two can be after the same key.
const IDEMPOTENCY: &str = "idempotency_pkey";

/// Whether another try may go well.
pub(crate) fn is_worth_another_try(error: &Error) -> bool {
    match error {
        Error::DatabaseError(DatabaseErrorKind::SerializationFailure, _) => true,
        // Whoever tries again finds the answer of the one who was faster.
        Error::DatabaseError(DatabaseErrorKind::UniqueViolation, info) if info.constraint_name() == Some(IDEMPOTENCY) => true,
        Error::DatabaseError(_, info) => is_conflict(info.message()),
        _ => false,
    }
}

fn is_conflict(message: &str) -> bool {
    ["database is locked", "database table is locked", "deadlock detected", "lock timeout", "could not serialize access"].iter().any(|s| message.contains(s))
}

fn is_lost(message: &str) -> bool {
    [
        "server closed the connection",
        "terminating connection",
        "no connection to the server",
        "could not receive data",
        "could not send data",
        "SSL connection has been closed",
        "the database system is",
    ]
    .iter()
    .any(|s| message.contains(s))
}
