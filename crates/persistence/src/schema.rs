//! The tables, as migrations/ makes them; the stories write and read every column.

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
