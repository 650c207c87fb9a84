//! Participations, how they were corrected, and certificates of them.

diesel::table! {
    use diesel::sql_types::{BigInt, Bool, Nullable, Text};
    use crate::columns::{Doc, Instant, Uid};

    participation (id) {
        id -> Uid,
        version -> BigInt,
        account_id -> Nullable<Uid>,
        application_id -> Uid,
        opportunity_id -> Uid,
        group_id -> Uid,
        group_name -> Text,
        title -> Text,
        kind -> Text,
        level -> Nullable<Text>,
        themes -> Doc,
        responsibility -> Text,
        session_id -> Nullable<Uid>,
        held_on -> Text,
        starts_at -> Nullable<Instant>,
        ends_at -> Nullable<Instant>,
        outcome -> Text,
        minutes -> BigInt,
        notice -> Bool,
        objection -> Nullable<Text>,
        objected_at -> Nullable<Instant>,
        recorded_by -> Nullable<Uid>,
        recorded_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Bool, Nullable, Text};
    use crate::columns::{Instant, Uid};

    participation_correction (participation_id, from_version) {
        participation_id -> Uid,
        from_version -> BigInt,
        corrected_at -> Instant,
        corrected_by -> Nullable<Uid>,
        before_outcome -> Text,
        before_minutes -> BigInt,
        before_notice -> Bool,
        after_outcome -> Text,
        after_minutes -> BigInt,
        after_notice -> Bool,
        reason -> Nullable<Text>,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Binary, Nullable, Text};
    use crate::columns::{Doc, Instant, Uid};

    certificate (id) {
        id -> Uid,
        account_id -> Nullable<Uid>,
        code_hash -> Binary,
        holder -> Nullable<Binary>,
        digest -> Binary,
        participations -> Doc,
        minutes -> BigInt,
        from_date -> Nullable<Text>,
        to_date -> Nullable<Text>,
        group_id -> Nullable<Uid>,
        issued_at -> Instant,
        revoked_at -> Nullable<Instant>,
    }
}
