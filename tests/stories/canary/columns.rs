use diesel::prelude::*;
use serde_json::Value;
use std::path::Path;

/// Where every column of the database comes along in the export of whom it is about, or why it does not: a new one must be entered here.
///
/// `table column /where/it/stands` (`*`: any entry of a list), or `table column - why not`; `table * - why not` for a whole table.
const COLUMNS: &str = "
__diesel_schema_migrations * - about no person: which migrations have run
db_identity * - about no person
change_log * - about no person: keys of what the index shows
change_floor * - about no person
theme * - about no person
area * - about no person
group * - public, of a group
opportunity * - public, of a group
session * - public, of a group
connection * - counted, without a person
group_limit * - of a group
company * - about no person
client * - about no person: a server or a front end
client_secret * - about no person
signing_key * - about no person
audit_seal * - about no person
registration * - of an address nobody has proved yet; gone when it is proved, or after a day
refresh_token * - hashes that open a door; the device is shown with its login
rate_bucket * - counted by a hash of where an attempt came from; gone in a day
idempotency * - answers that were given already; gone in two days
job * - work that waits; gone within a week of being done

account id /account/id
account version /account/version
account email /account/email
account name /account/name
account lang /account/language
account password - a hash that opens a door
account security_version /account/security_version
account disabled_at /account/disabled_at
account created_at /account/created_at
account updated_at /account/updated_at
login id /logins/*/id
login account_id - whose export it is
login device /logins/*/device
login created_at /logins/*/created_at
login used_at /logins/*/used_at
login idle_expires_at /logins/*/idle_expires_at
login absolute_expires_at /logins/*/absolute_expires_at
login ended_at /logins/*/ended_at
login ending /logins/*/ending
letter hash - a hash that opens a door
letter purpose /letters/*/purpose
letter account_id - whose export it is
letter registration_id - of an address nobody has proved yet
letter invitation_id - the invitation is shown by itself
letter email /letters/*/email
letter created_at /letters/*/created_at
letter expires_at /letters/*/expires_at
letter used_at /letters/*/used_at
role_grant id /roles/*/id
role_grant account_id - whose export it is
role_grant kind /roles/*/role
role_grant group_id /roles/*/group_id
role_grant company_id /roles/*/company_id
role_grant areas /roles/*/areas
role_grant themes /roles/*/themes
role_grant until /roles/*/until
role_grant given_by - another person
role_grant given_at /roles/*/given_at
role_grant taken_at /roles/*/taken_at
role_grant taken_by - another person
invitation id /invitations/*/id
invitation group_id /invitations/*/group_id
invitation email /invitations/*/email
invitation role /invitations/*/role
invitation invited_by /invitations/*/sent
invitation created_at /invitations/*/created_at
invitation expires_at /invitations/*/expires_at
invitation accepted_at /invitations/*/accepted_at
invitation cancelled_at /invitations/*/cancelled_at
audit_event seq - the number of a line says what others did in between
audit_event at /acts/*/at
audit_event actor /acts/*/actor
audit_event actor_id /acts/*/own
audit_event login_id - the device is shown with its login
audit_event action /acts/*/action
audit_event object_kind /acts/*/object_kind
audit_event object_id - may be of another person
audit_event fields /acts/*/fields
audit_event reason - the words of whoever acted
audit_event trace_id - a name for those who read logs
ranking_policy * - about no person; who published it stands in acts
ranking_policy_switch * - about no person; who switched stands in acts
profile account_id - whose export it is
profile version /profile/version
profile body /profile/themes
profile open_to_introductions /profile/open_to_introductions
profile updated_at /profile/updated_at
seen account_id - whose export it is
seen opportunity_id /seen/*/opportunity_id
seen first_seen_at /seen/*/first_seen_at
own_limit account_id - whose export it is
own_limit version /limits/version
own_limit sessions_per_week /limits/sessions_per_week
own_limit invitations_per_week /limits/invitations_per_week
contact account_id - whose export it is
contact version /contact/version
contact name_kana /contact/name_kana
contact phone /contact/phone
contact share_phone /contact/share_phone
contact share_email /contact/share_email
contact share_needs /contact/share_needs
contact emergency_name /contact/emergency_name
contact emergency_phone /contact/emergency_phone
contact emergency_relation /contact/emergency_relation
contact updated_at /contact/updated_at
application id /applications/*/id
application version /applications/*/version
application opportunity_id /applications/*/opportunity_id
application group_id /applications/*/group_id
application account_id - whose export it is
application origin /applications/*/origin
application begun_by /proposals/*/id
application source /applications/*/source
application party /applications/*/party_size
application message /applications/*/message
application newcomer /applications/*/newcomer
application said_of_age /applications/*/said_of_age
application state /applications/*/state
application seated /applications/*/seated
application answer_by /applications/*/answer_by
application ended_by /applications/*/ended_by
application reason /applications/*/reason
application reason_text /applications/*/reason_text
application created_at /applications/*/created_at
application updated_at /applications/*/updated_at
application applied_at /applications/*/applied_at
application answered_at /applications/*/answered_at
application waiting_since /applications/*/waiting_since
application accepted_at /applications/*/accepted_at
application ended_at /applications/*/ended_at
application_session application_id - the application in which it stands
application_session session_id /applications/*/sessions/*/session_id
application_session seated /applications/*/sessions/*/seated
message id /applications/*/messages/*/id
message application_id /messages/*/application_id
message side /applications/*/messages/*/side
message author_id /applications/*/messages/*/own
message text /applications/*/messages/*/text
message sent_at /applications/*/messages/*/sent_at
message removed_at /applications/*/messages/*/removed_at
participation id /participations/*/id
participation version /participations/*/version
participation account_id - whose export it is
participation application_id /participations/*/application_id
participation opportunity_id /participations/*/opportunity_id
participation group_id /participations/*/group_id
participation group_name /participations/*/group_name
participation title /participations/*/title
participation kind /participations/*/kind
participation level /participations/*/level
participation themes /participations/*/themes
participation responsibility /participations/*/responsibility
participation session_id /participations/*/session_id
participation held_on /participations/*/held_on
participation starts_at /participations/*/starts_at
participation ends_at /participations/*/ends_at
participation outcome /participations/*/outcome
participation minutes /participations/*/minutes
participation notice /participations/*/notice
participation objection /participations/*/objection
participation objected_at /participations/*/objected_at
participation recorded_by - another person; the group is named
participation recorded_at /participations/*/recorded_at
participation_correction participation_id - the line in which it stands
participation_correction from_version /participations/*/corrections/*/from_version
participation_correction corrected_at /participations/*/corrections/*/corrected_at
participation_correction corrected_by - another person; the group is named
participation_correction before_outcome /participations/*/corrections/*/before_outcome
participation_correction before_minutes /participations/*/corrections/*/before_minutes
participation_correction before_notice /participations/*/corrections/*/before_notice
participation_correction after_outcome /participations/*/corrections/*/after_outcome
participation_correction after_minutes /participations/*/corrections/*/after_minutes
participation_correction after_notice /participations/*/corrections/*/after_notice
participation_correction reason /participations/*/corrections/*/reason
certificate id /certificates/*/id
certificate account_id - whose export it is
certificate code_hash - a hash of what is shown to others
certificate holder - a hash of the name and the code
certificate digest - a hash of the lines it shows
certificate participations /certificates/*/participations
certificate minutes /certificates/*/minutes
certificate from_date /certificates/*/from_date
certificate to_date /certificates/*/to_date
certificate group_id /certificates/*/group_id
certificate issued_at /certificates/*/issued_at
certificate revoked_at /certificates/*/revoked_at
disclosure id /disclosures/*/id
disclosure application_id /disclosures/*/application_id
disclosure account_id - whose export it is
disclosure group_id /disclosures/*/group_id
disclosure purpose /disclosures/*/purpose
disclosure fields /disclosures/*/fields
disclosure opened_at /disclosures/*/opened_at
disclosure ends_at /disclosures/*/ends_at
disclosure ended_at /disclosures/*/ended_at
disclosure ended_by /disclosures/*/ended_by
disclosure_view id - the look is shown by its moment
disclosure_view disclosure_id - the disclosure in which it stands
disclosure_view viewer_id /disclosures/*/views/*/viewer
disclosure_view viewed_at /disclosures/*/views/*/viewed_at
disclosure_view fields /disclosures/*/views/*/fields
notice id /notices/*/id
notice account_id - whose export it is
notice kind /notices/*/kind
notice application_id /notices/*/application_id
notice opportunity_id /notices/*/opportunity_id
notice session_id /notices/*/session_id
notice due_at /notices/*/due_at
notice created_at /notices/*/created_at
notice gathered - how letters are counted
notice letter_id - letters are not kept
notice sent_at /notices/*/sent_at
notice dropped_at /notices/*/dropped_at
notice_setting account_id - whose export it is
notice_setting version /notice_settings/version
notice_setting off /notice_settings/off
notice_setting digest /notice_settings/digest
notice_setting quiet_from /notice_settings/quiet_from
notice_setting quiet_to /notice_settings/quiet_to
notice_setting updated_at /notice_settings/updated_at
calendar_key account_id - whose export it is
calendar_key hash - a hash that opens a door
calendar_key created_at /calendar/created_at
guardianship id /guardianships/*/id
guardianship version /guardianships/*/version
guardianship ward_id /guardianships/*/ward_id
guardianship guardian_id /guardianships/*/guardian_id
guardianship relation /guardianships/*/relation
guardianship state /guardianships/*/state
guardianship proof /guardianships/*/proof
guardianship confirmed_by - another person
guardianship created_at /guardianships/*/created_at
guardianship confirmed_at /guardianships/*/confirmed_at
guardianship until /guardianships/*/until
guardianship ended_at /guardianships/*/ended_at
guardian_code * - a hash that opens a door; gone a week after it works no more
consent id /consents/*/id
consent subject_id /consents/*/subject_id
consent giver_id /consents/*/giver_id
consent recorded_by /consents/*/recorded_by_another
consent purpose /consents/*/purpose
consent application_id /consents/*/application_id
consent text_version /consents/*/text_version
consent lang /consents/*/language
consent method /consents/*/method
consent given_at /consents/*/given_at
consent expires_at /consents/*/expires_at
consent withdrawn_at /consents/*/withdrawn_at
";

#[derive(QueryableByName)]
struct Column {
    #[diesel(sql_type = diesel::sql_types::Text)]
    of: String,
    #[diesel(sql_type = diesel::sql_types::Text)]
    name: String,
}

/// Every column of a database.
fn columns(data: &Path) -> Vec<Column> {
    let mut db = SqliteConnection::establish(data.join("enmusubi.db").to_str().unwrap()).unwrap();
    let all =
        "SELECT t.name AS \"of\", c.name AS name FROM sqlite_master t JOIN pragma_table_info(t.name) c WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%'";
    diesel::sql_query(all).load(&mut db).unwrap()
}

/// Whether something stands at a place, be it null.
fn stands(value: &Value, place: &str) -> bool {
    match place.split_once('/') {
        None => place == "*" && value.as_array().is_some_and(|all| !all.is_empty()) || value.get(place).is_some(),
        Some(("*", rest)) => value.as_array().is_some_and(|all| all.iter().any(|one| stands(one, rest))),
        Some((member, rest)) => value.get(member).is_some_and(|one| stands(one, rest)),
    }
}

/// Every column is accounted for, and what is said to come along stands in one of these exports.
pub fn all_come_along(data: &Path, exports: &[Value]) {
    let lines: Vec<(&str, &str, &str)> = COLUMNS
        .lines()
        .filter(|line| !line.is_empty())
        .map(|line| {
            let (table, rest) = line.split_once(' ').unwrap();
            let (column, place) = rest.split_once(' ').unwrap();
            (table, column, place)
        })
        .collect();
    let columns = columns(data);
    assert!(columns.len() > 200, "{}", columns.len());
    for Column { of, name } in &columns {
        let found: Vec<_> = lines.iter().filter(|(table, column, _)| table == of && (column == name || *column == "*")).collect();
        assert_eq!(found.len(), 1, "{of}.{name}: say where it comes along in an export, or why it does not");
        let place = found[0].2;
        if let Some(pointer) = place.strip_prefix('/') {
            assert!(exports.iter().any(|export| stands(export, pointer)), "{of}.{name} stands nowhere at {place}");
        } else {
            assert!(place.strip_prefix("- ").is_some_and(|why| why.len() > 8), "{of}.{name}: {place}");
        }
    }
    for (table, column, _) in lines {
        assert!(columns.iter().any(|c| c.of == table && (c.name == column || column == "*")), "{table}.{column} is no more");
    }
}

#[test]
fn a_column_that_comes_along_nowhere_is_noticed() {
    let export = serde_json::json!({"a": [{"b": null}], "c": [], "d": {"e": 1}});
    for there in ["a/*/b", "d/e", "a/*"] {
        assert!(stands(&export, there), "{there}");
    }
    for missing in ["a/*/c", "c/*", "c/*/b", "d/f", "e"] {
        assert!(!stands(&export, missing), "{missing}");
    }
}
