//! Applications, the sessions they are for, and limits.

diesel::table! {
    use diesel::sql_types::{BigInt, Bool, Nullable, Text};
    use crate::columns::{Instant, Uid};

    application (id) {
        id -> Uid,
        version -> BigInt,
        opportunity_id -> Uid,
        group_id -> Uid,
        account_id -> Nullable<Uid>,
        origin -> Text,
        begun_by -> Nullable<Uid>,
        source -> Text,
        party -> BigInt,
        message -> Nullable<Text>,
        newcomer -> Bool,
        said_of_age -> Bool,
        state -> Text,
        seated -> Bool,
        answer_by -> Nullable<Instant>,
        ended_by -> Nullable<Text>,
        reason -> Nullable<Text>,
        reason_text -> Nullable<Text>,
        created_at -> Instant,
        updated_at -> Instant,
        applied_at -> Nullable<Instant>,
        answered_at -> Nullable<Instant>,
        waiting_since -> Nullable<Instant>,
        accepted_at -> Nullable<Instant>,
        ended_at -> Nullable<Instant>,
    }
}

diesel::table! {
    use diesel::sql_types::Bool;
    use crate::columns::Uid;

    application_session (application_id, session_id) {
        application_id -> Uid,
        session_id -> Uid,
        seated -> Bool,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Nullable};
    use crate::columns::Uid;

    own_limit (account_id) {
        account_id -> Uid,
        version -> BigInt,
        sessions_per_week -> Nullable<BigInt>,
        invitations_per_week -> Nullable<BigInt>,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Nullable};
    use crate::columns::Uid;

    group_limit (group_id) {
        group_id -> Uid,
        version -> BigInt,
        sessions_per_person_week -> Nullable<BigInt>,
    }
}
