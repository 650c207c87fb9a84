//! The tables, as migrations/ makes them; the stories write and read every column.

/// How people can be reached, to whom that was opened, and what two sides write to each other.
mod contacts;
/// Guardians, their codes, and the ledger of consent.
mod guardian;
/// Clients, companies, the audit trail, jobs, answers that are kept.
mod machines;
/// What people must know, of what they want to hear, and the addresses of their calendars.
mod notices;
/// Participations and certificates of them.
mod record;
/// Applications, the sessions they are for, and limits.
mod taking_part;

pub use contacts::*;
pub use guardian::*;
pub use machines::*;
pub use notices::*;
pub use record::*;
pub use taking_part::*;

diesel::table! {
    use diesel::sql_types::{Integer, Text};
    use crate::columns::Doc;

    theme (code) {
        code -> Text,
        position -> Integer,
        name_ja -> Text,
        name_en -> Text,
        fields -> Doc,
        sdgs -> Doc,
    }
}

diesel::table! {
    use diesel::sql_types::{Integer, Nullable, Text};
    use crate::columns::Doc;

    area (code) {
        code -> Text,
        position -> Integer,
        name_ja -> Text,
        name_en -> Text,
        kind -> Text,
        parent -> Nullable<Text>,
        lat -> Nullable<Integer>,
        lon -> Nullable<Integer>,
        adjacent -> Doc,
        postal_prefixes -> Doc,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Bool, Integer, Nullable, Text};
    use crate::columns::{Doc, Instant, Uid};

    group (id) {
        id -> Uid,
        version -> BigInt,
        name -> Text,
        name_en -> Nullable<Text>,
        kind -> Text,
        summary -> Text,
        description -> Text,
        themes -> Doc,
        areas -> Doc,
        place_name -> Nullable<Text>,
        place_address -> Nullable<Text>,
        place_lat -> Nullable<Integer>,
        place_lon -> Nullable<Integer>,
        place_station -> Nullable<Text>,
        members -> Nullable<BigInt>,
        founded -> Nullable<Integer>,
        url -> Nullable<Text>,
        accessibility -> Doc,
        source_name -> Nullable<Text>,
        source_reference -> Nullable<Text>,
        imported -> Bool,
        created_at -> Instant,
        updated_at -> Instant,
        standing -> Text,
        response_hours -> Nullable<BigInt>,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Bool, Integer, Nullable, Text};
    use crate::columns::{Doc, Instant, Uid};

    opportunity (id) {
        id -> Uid,
        version -> BigInt,
        group_id -> Uid,
        kind -> Text,
        title -> Text,
        title_en -> Nullable<Text>,
        summary -> Text,
        summary_en -> Nullable<Text>,
        description -> Text,
        themes -> Doc,
        themes_suggested -> Bool,
        areas -> Doc,
        place_name -> Nullable<Text>,
        place_address -> Nullable<Text>,
        place_lat -> Nullable<Integer>,
        place_lon -> Nullable<Integer>,
        place_station -> Nullable<Text>,
        remote -> Bool,
        level -> Nullable<Text>,
        beginner_friendly -> Bool,
        responsibility -> Text,
        recurrence -> Nullable<Doc>,
        day_parts -> BigInt,
        partial_attendance -> Bool,
        minimum_minutes -> Nullable<BigInt>,
        seats -> Nullable<BigInt>,
        seats_taken -> BigInt,
        party_min -> BigInt,
        party_max -> Nullable<BigInt>,
        age_min -> Nullable<Integer>,
        age_max -> Nullable<Integer>,
        families -> Bool,
        students -> Bool,
        seniors -> Bool,
        requirements -> Doc,
        qualifications -> Doc,
        accessibility -> Doc,
        languages -> Doc,
        insurance -> Nullable<Text>,
        cost -> Nullable<Text>,
        rewards -> Nullable<Text>,
        apply_by -> Nullable<Instant>,
        company_ok -> Bool,
        url -> Nullable<Text>,
        seeks -> Nullable<Doc>,
        state -> Text,
        source_name -> Nullable<Text>,
        source_reference -> Nullable<Text>,
        created_at -> Instant,
        updated_at -> Instant,
        published_at -> Nullable<Instant>,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Bool, Nullable};
    use crate::columns::{Instant, Uid};

    session (id) {
        id -> Uid,
        opportunity_id -> Uid,
        starts_at -> Instant,
        ends_at -> Instant,
        seats -> Nullable<BigInt>,
        seats_taken -> BigInt,
        cancelled -> Bool,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Nullable, Text};
    use crate::columns::{Instant, Uid};

    account (id) {
        id -> Uid,
        version -> BigInt,
        email -> Text,
        name -> Text,
        lang -> Text,
        password -> Text,
        security_version -> BigInt,
        disabled_at -> Nullable<Instant>,
        created_at -> Instant,
        updated_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::Text;
    use crate::columns::{Instant, Uid};

    registration (id) {
        id -> Uid,
        email -> Text,
        name -> Text,
        lang -> Text,
        password -> Text,
        created_at -> Instant,
        expires_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::{Binary, Nullable, Text};
    use crate::columns::{Instant, Uid};

    letter (hash) {
        hash -> Binary,
        purpose -> Text,
        account_id -> Nullable<Uid>,
        registration_id -> Nullable<Uid>,
        invitation_id -> Nullable<Uid>,
        email -> Nullable<Text>,
        created_at -> Instant,
        expires_at -> Instant,
        used_at -> Nullable<Instant>,
    }
}

diesel::table! {
    use diesel::sql_types::{Nullable, Text};
    use crate::columns::{Instant, Uid};

    login (id) {
        id -> Uid,
        account_id -> Uid,
        device -> Text,
        created_at -> Instant,
        used_at -> Instant,
        idle_expires_at -> Instant,
        absolute_expires_at -> Instant,
        ended_at -> Nullable<Instant>,
        ending -> Nullable<Text>,
    }
}

diesel::table! {
    use diesel::sql_types::{Binary, Nullable};
    use crate::columns::{Instant, Uid};

    refresh_token (hash) {
        hash -> Binary,
        login_id -> Uid,
        parent -> Nullable<Binary>,
        created_at -> Instant,
        used_at -> Nullable<Instant>,
    }
}

diesel::table! {
    use diesel::sql_types::{Nullable, Text};
    use crate::columns::{Doc, Instant, Uid};

    role_grant (id) {
        id -> Uid,
        account_id -> Uid,
        kind -> Text,
        group_id -> Nullable<Uid>,
        company_id -> Nullable<Uid>,
        areas -> Doc,
        themes -> Doc,
        until -> Nullable<Instant>,
        given_by -> Nullable<Uid>,
        given_at -> Instant,
        taken_at -> Nullable<Instant>,
        taken_by -> Nullable<Uid>,
    }
}

diesel::table! {
    use diesel::sql_types::{Nullable, Text};
    use crate::columns::{Instant, Uid};

    invitation (id) {
        id -> Uid,
        group_id -> Uid,
        email -> Text,
        role -> Text,
        invited_by -> Uid,
        created_at -> Instant,
        expires_at -> Instant,
        accepted_at -> Nullable<Instant>,
        cancelled_at -> Nullable<Instant>,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Bool};
    use crate::columns::{Doc, Instant, Uid};

    profile (account_id) {
        account_id -> Uid,
        version -> BigInt,
        body -> Doc,
        open_to_introductions -> Bool,
        updated_at -> Instant,
    }
}

diesel::table! {
    use crate::columns::{Instant, Uid};

    seen (account_id, opportunity_id) {
        account_id -> Uid,
        opportunity_id -> Uid,
        first_seen_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Nullable, Text};
    use crate::columns::{Doc, Instant, Uid};

    ranking_policy (id) {
        id -> Uid,
        version -> BigInt,
        body -> Doc,
        reason -> Text,
        created_at -> Instant,
        created_by -> Nullable<Uid>,
        measured_effect -> Nullable<Doc>,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Nullable, Text};
    use crate::columns::{Instant, Uid};

    ranking_policy_switch (version) {
        version -> BigInt,
        policy_id -> Uid,
        reason -> Text,
        switched_at -> Instant,
        switched_by -> Nullable<Uid>,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Text};
    use crate::columns::{Instant, Uid};

    connection (opportunity_id, source, hour) {
        opportunity_id -> Uid,
        source -> Text,
        hour -> Instant,
        connections -> BigInt,
    }
}

diesel::allow_tables_to_appear_in_same_query!(account, login, refresh_token, role_grant);
diesel::allow_tables_to_appear_in_same_query!(application, application_session, session, opportunity);
diesel::allow_tables_to_appear_in_same_query!(account, calendar_key);
