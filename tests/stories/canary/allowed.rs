/// Who may see what of whom: who asks, by which operations, at which stages (`*`: any), whose, and which fields. Nothing else may be seen.
pub type Line = (&'static str, &'static str, &'static str, &'static str, &'static str);

/// A group's side of an application and of the record.
const APPLICATION: &str = "read_application list_opportunity_applications";

pub const ALLOWED: &[Line] = &[
    // Whoever proves who they are is told who they are.
    ("anyone", "verify_account log_in", "nobody asked", "haru", "name email"),
    ("anyone", "verify_account log_in", "nobody asked", "child", "name email"),
    ("anyone", "verify_account log_in", "nobody asked", "mother", "name email"),
    // What is one's own.
    ("haru", "read_me export_my_data", "*", "haru", "name email"),
    ("haru", "put_my_profile read_my_profile export_my_data", "*", "haru", "birth_date home home_lon qualification skill"),
    ("haru", "put_my_contact read_my_contact export_my_data", "*", "haru", "kana phone emergency_name emergency_phone emergency_relation"),
    ("haru", "list_my_logins export_my_data", "*", "haru", "device"),
    ("haru", "submit_application read_application list_my_applications withdraw_application export_my_data", "*", "haru", "message"),
    ("haru", "read_application list_my_applications export_my_data", "*", "haru", "refusal withdrawal"),
    ("haru", "withdraw_application", "declined", "haru", "withdrawal"),
    ("haru", "list_application_messages send_application_message", "*", "haru", "name question second_question"),
    ("haru", "list_application_messages export_my_data", "*", "haru", "answer"),
    ("haru", "export_my_data", "*", "haru", "question second_question"),
    ("haru", "list_my_participations export_my_data", "*", "haru", "correction objection"),
    ("haru", "object_to_participation", "day", "haru", "objection"),
    ("haru", "create_certificate", "day", "haru", "name"),
    ("child", "read_me export_my_data", "*", "child", "name email"),
    ("child", "put_my_profile read_my_profile export_my_data", "*", "child", "birth_date"),
    ("child", "put_my_contact read_my_contact export_my_data", "*", "child", "kana phone emergency_name emergency_phone"),
    ("child", "submit_application read_application list_my_applications export_my_data", "*", "child", "message"),
    ("child", "list_application_messages send_application_message", "*", "child", "name question"),
    ("child", "export_my_data", "*", "child", "question"),
    ("mother", "read_me export_my_data", "*", "mother", "name email"),
    ("mother", "put_my_contact read_my_contact export_my_data", "*", "mother", "phone emergency_name"),
    // A guardian and a ward know each other, and a coordinator has seen both.
    ("child", "list_my_guardians", "*", "child", "name"),
    ("child", "list_my_guardians", "*", "mother", "name"),
    ("mother", "claim_guardianship list_my_wards", "*", "mother", "name"),
    ("mother", "claim_guardianship list_my_wards", "*", "child", "name"),
    ("mother", "list_application_messages", "*", "child", "name question"),
    ("mother", "read_application list_ward_applications", "*", "child", "message"),
    ("coordinator", "confirm_guardianship", "minor applied", "child", "name"),
    ("coordinator", "confirm_guardianship", "minor applied", "mother", "name"),
    // The group is asked: what was written, and no name.
    ("owner", APPLICATION, "applied", "haru", "message"),
    ("manager", APPLICATION, "applied", "haru", "message"),
    ("owner", APPLICATION, "minor applied", "child", "message"),
    ("manager", APPLICATION, "minor applied", "child", "message"),
    ("owner", "list_application_messages", "applied, accepted, ended", "haru", "question answer"),
    ("manager", "list_application_messages", "applied, accepted, ended", "haru", "question answer"),
    ("owner", "list_application_messages", "minor applied, minor accepted", "child", "question"),
    ("manager", "list_application_messages", "minor applied, minor accepted", "child", "question"),
    // It said no, or was told so: the words of both, for both.
    ("owner", "decline_application", "declined", "haru", "refusal"),
    ("owner", APPLICATION, "declined", "haru", "refusal withdrawal"),
    ("manager", APPLICATION, "declined", "haru", "refusal withdrawal"),
    // Both have said yes: the name, and by a look that is noted how it is read.
    ("owner", "accept_application", "accepted, day", "haru", "message name"),
    ("owner", APPLICATION, "accepted, day", "haru", "message"),
    ("owner", "read_application", "accepted, day", "haru", "name"),
    ("manager", APPLICATION, "accepted, day", "haru", "message"),
    ("manager", "read_application", "accepted, day", "haru", "name"),
    ("owner", "list_application_messages", "accepted", "haru", "name second_question"),
    ("manager", "list_application_messages", "accepted", "haru", "name second_question"),
    ("owner", "read_application_contact", "accepted, day, finished", "haru", "name kana"),
    ("manager", "read_application_contact", "accepted, day, finished", "haru", "name kana"),
    // Around the day itself, how to call them; whom to call if something happens, by a tap.
    ("owner", "read_application_contact", "day", "haru", "phone emergency_name emergency_phone emergency_relation"),
    ("manager", "read_application_contact", "day", "haru", "phone emergency_name emergency_phone emergency_relation"),
    // Afterwards the name, and what is said of the record.
    ("owner", "read_application", "finished", "haru", "name"),
    ("manager", "read_application", "finished", "haru", "name"),
    ("owner", "list_opportunity_participations", "day", "haru", "correction objection"),
    ("manager", "list_opportunity_participations", "day", "haru", "correction objection"),
    ("helper", "list_opportunity_participations", "day", "haru", "correction objection"),
    ("coordinator", "list_opportunity_participations", "day", "haru", "correction objection"),
    // What they wrote before stays written, until it is forgotten; what they write themselves is theirs.
    ("owner", "list_application_messages", "ended", "haru", "second_question"),
    ("manager", "list_application_messages", "ended", "haru", "second_question"),
    ("owner", "send_application_message", "applied", "haru", "answer"),
    ("owner", "export_my_data list_application_messages", "*", "haru", "answer"),
    ("manager", "list_application_messages", "left", "haru", "answer"),
    // Minors: no list holds a name.
    ("owner", "accept_application read_application", "minor accepted, minor day", "child", "message name"),
    ("manager", "read_application", "minor accepted, minor day", "child", "message name"),
    ("owner", "list_opportunity_applications", "minor accepted, minor day", "child", "message"),
    ("manager", "list_opportunity_applications", "minor accepted, minor day", "child", "message"),
    ("owner", "read_application_contact", "minor accepted, minor day", "child", "name kana"),
    ("manager", "read_application_contact", "minor accepted, minor day", "child", "name kana"),
    ("owner", "read_application_contact", "minor day", "child", "phone emergency_name emergency_phone"),
    ("manager", "read_application_contact", "minor day", "child", "phone emergency_name emergency_phone"),
    ("owner", "read_application_contact", "minor day", "mother", "name phone"),
    ("manager", "read_application_contact", "minor day", "mother", "name phone"),
    // Whoever looks after accounts sees whose they are.
    ("admin", "list_accounts read_account", "*", "haru", "name email"),
    ("auditor", "list_accounts read_account", "*", "haru", "name email"),
    ("admin", "list_accounts", "*", "child", "name email"),
    ("auditor", "list_accounts", "*", "child", "name email"),
    ("admin", "list_accounts", "*", "mother", "name email"),
    ("auditor", "list_accounts", "*", "mother", "name email"),
];

/// Each line, taken apart: one operation, one stage, one field. What is allowed and never seen would be a hole that nobody looks at.
pub fn parts() -> Vec<Line> {
    let mut all = vec![];
    for line in ALLOWED {
        for operation in line.1.split(' ') {
            for stage in line.2.split(", ") {
                all.extend(line.4.split(' ').map(|field| (line.0, operation, stage, line.3, field)));
            }
        }
    }
    all
}

/// Whether a line allows it.
pub fn allows(line: &Line, (who, operation, stage, of, field): &(&str, &str, &str, &str, &str)) -> bool {
    let among = |list: &str, word: &str| list.split(' ').any(|w| w == word);
    line.0 == *who && among(line.1, operation) && (line.2 == "*" || line.2.split(", ").any(|s| s == *stage)) && line.3 == *of && among(line.4, field)
}
