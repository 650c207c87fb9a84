//! How people can be reached, to whom that was opened, and what two sides write to each other.

use super::application;

diesel::table! {
    use diesel::sql_types::{BigInt, Bool, Nullable, Text};
    use crate::columns::{Instant, Uid};

    contact (account_id) {
        account_id -> Uid,
        version -> BigInt,
        name_kana -> Nullable<Text>,
        phone -> Nullable<Text>,
        share_phone -> Bool,
        share_email -> Bool,
        share_needs -> Bool,
        emergency_name -> Nullable<Text>,
        emergency_phone -> Nullable<Text>,
        emergency_relation -> Nullable<Text>,
        updated_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::{Nullable, Text};
    use crate::columns::{Doc, Instant, Uid};

    disclosure (id) {
        id -> Uid,
        application_id -> Uid,
        account_id -> Uid,
        group_id -> Uid,
        purpose -> Text,
        fields -> Doc,
        opened_at -> Instant,
        ends_at -> Instant,
        ended_at -> Nullable<Instant>,
        ended_by -> Nullable<Text>,
    }
}

diesel::table! {
    use diesel::sql_types::Nullable;
    use crate::columns::{Doc, Instant, Uid};

    disclosure_view (id) {
        id -> Uid,
        disclosure_id -> Uid,
        viewer_id -> Nullable<Uid>,
        viewed_at -> Instant,
        fields -> Doc,
    }
}

diesel::table! {
    use diesel::sql_types::{Nullable, Text};
    use crate::columns::{Instant, Uid};

    message (id) {
        id -> Uid,
        application_id -> Uid,
        side -> Text,
        author_id -> Nullable<Uid>,
        text -> Nullable<Text>,
        sent_at -> Instant,
        removed_at -> Nullable<Instant>,
    }
}

diesel::allow_tables_to_appear_in_same_query!(disclosure, application);
diesel::allow_tables_to_appear_in_same_query!(message, application);
