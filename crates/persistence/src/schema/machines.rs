//! Clients, companies, the audit trail, jobs, answers that are kept.

diesel::table! {
    use diesel::sql_types::{BigInt, Text};
    use crate::columns::{Instant, Uid};

    company (id) {
        id -> Uid,
        version -> BigInt,
        name -> Text,
        created_at -> Instant,
        updated_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Nullable, Text};
    use crate::columns::{Doc, Instant, Uid};

    client (id) {
        id -> Uid,
        version -> BigInt,
        kind -> Text,
        name -> Text,
        scopes -> Doc,
        company_id -> Nullable<Uid>,
        source -> Nullable<Text>,
        origins -> Doc,
        requests_per_minute -> BigInt,
        used_at -> Nullable<Instant>,
        revoked_at -> Nullable<Instant>,
        created_at -> Instant,
        updated_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::{Binary, Nullable, Text};
    use crate::columns::{Instant, Uid};

    client_secret (id) {
        id -> Uid,
        client_id -> Uid,
        hash -> Binary,
        hint -> Text,
        created_at -> Instant,
        expires_at -> Instant,
        revoked_at -> Nullable<Instant>,
    }
}

diesel::table! {
    use diesel::sql_types::{Nullable, Text};
    use crate::columns::Instant;

    signing_key (kid) {
        kid -> Text,
        public -> Text,
        created_at -> Instant,
        active_from -> Instant,
        retired_at -> Nullable<Instant>,
        revoked_at -> Nullable<Instant>,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Nullable, Text};
    use crate::columns::{Doc, Instant, Uid};

    // On PostgreSQL there is a column more, xid: only the sealer and whoever verifies look at it.
    audit_event (seq) {
        seq -> BigInt,
        at -> Instant,
        actor -> Text,
        actor_id -> Nullable<Uid>,
        login_id -> Nullable<Uid>,
        action -> Text,
        object_kind -> Text,
        object_id -> Uid,
        fields -> Doc,
        reason -> Nullable<Text>,
        trace_id -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Binary, Text};
    use crate::columns::Instant;

    audit_seal (pos) {
        pos -> BigInt,
        seq -> BigInt,
        digest -> Binary,
        key_id -> Text,
        sealed_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::{Integer, Nullable, Text};
    use crate::columns::{Doc, Instant, Uid};

    job (id) {
        id -> Uid,
        kind -> Text,
        payload -> Doc,
        dedup_key -> Nullable<Text>,
        run_at -> Instant,
        attempts -> Integer,
        leased_until -> Nullable<Instant>,
        done_at -> Nullable<Instant>,
        failed_at -> Nullable<Instant>,
        last_error -> Nullable<Text>,
        created_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::{Binary, Integer, Text};
    use crate::columns::{Doc, Instant};

    idempotency (principal, operation, key) {
        principal -> Binary,
        operation -> Text,
        key -> Text,
        fingerprint -> Binary,
        status -> Integer,
        headers -> Doc,
        body -> Text,
        created_at -> Instant,
    }
}

diesel::allow_tables_to_appear_in_same_query!(client, client_secret);
