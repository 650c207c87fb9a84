//! What people must know, of what they want to hear, and the addresses of their calendars.

diesel::table! {
    use diesel::sql_types::{Bool, Nullable, Text};
    use crate::columns::{Instant, Uid};

    notice (id) {
        id -> Uid,
        account_id -> Uid,
        kind -> Text,
        application_id -> Nullable<Uid>,
        opportunity_id -> Nullable<Uid>,
        session_id -> Nullable<Uid>,
        due_at -> Instant,
        created_at -> Instant,
        gathered -> Bool,
        letter_id -> Nullable<Uid>,
        sent_at -> Nullable<Instant>,
        dropped_at -> Nullable<Instant>,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Integer, Nullable, Text};
    use crate::columns::{Doc, Instant, Uid};

    notice_setting (account_id) {
        account_id -> Uid,
        version -> BigInt,
        off -> Doc,
        digest -> Text,
        quiet_from -> Nullable<Integer>,
        quiet_to -> Nullable<Integer>,
        updated_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::Binary;
    use crate::columns::{Instant, Uid};

    calendar_key (account_id) {
        account_id -> Uid,
        hash -> Binary,
        created_at -> Instant,
    }
}
