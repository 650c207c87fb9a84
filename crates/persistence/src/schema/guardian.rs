//! Guardians, their codes, and the ledger of consent.

diesel::table! {
    use diesel::sql_types::{BigInt, Nullable, Text};
    use crate::columns::{Instant, Uid};

    guardianship (id) {
        id -> Uid,
        version -> BigInt,
        ward_id -> Uid,
        guardian_id -> Uid,
        relation -> Text,
        state -> Text,
        proof -> Nullable<Text>,
        confirmed_by -> Nullable<Uid>,
        created_at -> Instant,
        confirmed_at -> Nullable<Instant>,
        until -> Nullable<Instant>,
        ended_at -> Nullable<Instant>,
    }
}

diesel::table! {
    use diesel::sql_types::{Binary, Nullable};
    use crate::columns::{Instant, Uid};

    guardian_code (hash) {
        hash -> Binary,
        ward_id -> Uid,
        created_at -> Instant,
        expires_at -> Instant,
        used_at -> Nullable<Instant>,
    }
}

diesel::table! {
    use diesel::sql_types::{Integer, Nullable, Text};
    use crate::columns::{Instant, Uid};

    consent (id) {
        id -> Uid,
        subject_id -> Uid,
        giver_id -> Nullable<Uid>,
        recorded_by -> Nullable<Uid>,
        purpose -> Text,
        application_id -> Nullable<Uid>,
        text_version -> Integer,
        lang -> Text,
        method -> Text,
        given_at -> Instant,
        expires_at -> Nullable<Instant>,
        withdrawn_at -> Nullable<Instant>,
    }
}
