use crate::people::{Machine, Somebody, Who};
use crate::town::{Town, city, group, now, opportunity, settings};
use crate::wire::Answer;
use chrono::TimeDelta;
use enmusubi_domain::access::{Caller, ClientCaller, Decision, Facts, Ground, Operation, Person, Role, Target, decide};
use enmusubi_domain::client::{ClientKind, Scope};
use enmusubi_domain::company::Company;
use enmusubi_domain::group::{Group, Standing};
use enmusubi_domain::application::{Age, Application, Origin, Rules, Side, Submission};
use enmusubi_domain::connection::ConnectionSource;
use enmusubi_domain::disclosure::Disclosure;
use enmusubi_domain::id::{ApplicationId, CertificateId, DisclosureId, GrantId, GroupId, InvitationId, MessageId, OpportunityId, ParticipationId};
use enmusubi_domain::invitation::Invitation;
use enmusubi_domain::message::Message;
use enmusubi_domain::matching::Wish;
use enmusubi_domain::opportunity::{Opportunity, Source, State};
use enmusubi_domain::profile::Profile;
use enmusubi_http::Settings;
use enmusubi_persistence::StoreError;
use serde_json::Value;
use std::path::PathBuf;
use std::sync::LazyLock;

/// One of everything, twice: what is related to the callers, and what is not.
struct World {
    callers: Vec<(&'static str, Who, Caller)>,
    near: Things,
    far: Things,
    file: PathBuf,
    _folder: tempfile::TempDir,
}

/// One of everything there is to reach for.
struct Things {
    group: GroupId,
    waiting: GroupId,
    opportunity: OpportunityId,
    draft: OpportunityId,
    application: ApplicationId,
    message: MessageId,
    disclosure: DisclosureId,
    participation: ParticipationId,
    certificate: CertificateId,
    member: Somebody,
    stranger: Somebody,
    invitation: InvitationId,
    company: Company,
    client: Machine,
    partner: Machine,
    areas: Vec<String>,
    themes: Vec<String>,
    grant: GrantId,
}

fn quiet() -> Settings {
    Settings { requests_per_minute: 0, ..settings() }
}

/// Everybody and everything, made once; each story works on copies.
static WORLD: LazyLock<World> = LazyLock::new(|| {
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let file = folder.path().join("world.db");
    let town = Town::with_store_by(quiet(), now);
    let (near, far) = (things(&town, 0), things(&town, 1));
    let ours = near.group;
    let coordinator = |area: &str, themes: &[&str]| Role::Coordinator { areas: vec![area.into()], themes: themes.iter().map(|t| (*t).into()).collect() };
    let person = |name: &'static str, roles: Vec<Role>| {
        let s = town.somebody(name, roles.clone());
        (name, s.who.clone(), Caller::Person(Person { account: s.account.id, login: s.login, roles }))
    };
    let itself = |name: &'static str, s: &Somebody, roles| (name, s.who.clone(), Caller::Person(Person { account: s.account.id, login: s.login, roles }));
    let machine = |name: &'static str, m: &Machine| {
        let d = &m.client.details;
        let caller = ClientCaller {
            id: m.client.id,
            scopes: d.scopes.clone(),
            company: d.company,
            source: d.source.clone(),
            requests_per_minute: d.requests_per_minute,
        };
        (name, m.who.clone(), Caller::Client(caller))
    };
    let callers = vec![
        ("anyone", Who::Anyone, Caller::Anyone),
        machine("front end", &town.machine(ClientKind::FrontEnd, vec![Scope::Read], None)),
        machine("partner", &near.partner),
        machine("company server", &near.client),
        itself("volunteer", &near.stranger, vec![]),
        itself("helper", &near.member, vec![Role::Helper(ours)]),
        person("manager", vec![Role::Manager(ours)]),
        person("owner", vec![Role::Owner(ours), Role::Owner(near.waiting)]),
        person("coordinator", vec![coordinator("011029", &[])]),
        person("coordinator-city", vec![coordinator("011002", &[])]),
        person("coordinator-elsewhere", vec![coordinator("011061", &[])]),
        person("coordinator-theme", vec![coordinator("011029", &["culture"])]),
        person("coordinator-and-owner", vec![coordinator("011029", &[]), Role::Owner(ours)]),
        person("company-manager", vec![Role::CompanyManager(near.company.id)]),
        person("admin", vec![Role::Administrator]),
        person("auditor", vec![Role::Auditor]),
    ];
    // Everybody keeps a profile: what is asked of one's own is there.
    let people = callers.iter().filter_map(|(_, _, caller)| if let Caller::Person(person) = caller { Some(person.account) } else { None });
    let profile = Profile { wish: Wish { party: 1, ..Wish::default() }, ..Profile::default() };
    let kept = town.store.write(|tx| people.clone().try_for_each(|account| tx.put_profile(account, &profile, now()).map(drop)));
    kept.unwrap_or_else(|e: StoreError| panic!("{e}"));
    town.copy_store(&file);
    World { callers, near, far, file, _folder: folder }
});

fn things(town: &Town, n: usize) -> Things {
    let (member, stranger) = (town.somebody(&format!("member{n}"), vec![Role::Helper(group(n).id)]), town.somebody(&format!("stranger{n}"), vec![]));
    let company = town.company(&format!("企業{n}"));
    let client = town.machine(ClientKind::Server, vec![Scope::Company], Some(company.id));
    let partner = town.machine(ClientKind::Server, vec![Scope::PartnerWrite], None);
    let source = |reference: &str| Some(Source { name: partner.client.details.source.clone().unwrap(), reference: reference.into() });
    let waiting = Group { id: GroupId::new(), standing: Standing::Pending, ..group(n) };
    let draft = Opportunity { id: OpportunityId::new(), state: State::Draft, ..fresh(n) };
    let brought = Group { id: GroupId::new(), source: source(&format!("g{n}")), ..group(n) };
    let listing = Opportunity { id: OpportunityId::new(), group: brought.id, source: source(&format!("o{n}")), ..fresh(n) };
    let invitation = Invitation {
        id: InvitationId::new(),
        group: group(n).id,
        email: crate::people::email(&format!("invited{n}")),
        role: enmusubi_domain::access::RoleKind::Helper,
        invited_by: member.account.id,
        created_at: now(),
        expires_at: now() + TimeDelta::days(7),
        accepted_at: None,
        cancelled_at: None,
    };
    let application = applied(&stranger, n);
    let (message, disclosure) = (a_message(&stranger, &application), a_disclosure(&stranger, &application));
    let line = crate::certificate::line_of(&application, n);
    let certificate = crate::certificate::kept(&line);
    let (account, written) = (member.account.id, [waiting.clone(), brought]);
    let grant = town.store.write(|tx| {
        for group in &written {
            tx.put_group(group)?;
        }
        tx.put_opportunity(&draft)?;
        tx.put_opportunity(&listing)?;
        tx.insert_invitation(&invitation)?;
        tx.insert_application(&application)?;
        tx.insert_message(&message)?;
        tx.insert_disclosure(&disclosure)?;
        tx.insert_participation(&line)?;
        tx.insert_certificate(&certificate)?;
        Ok::<_, StoreError>(tx.grants_of(account)?[0].id)
    });
    Things {
        group: group(n).id,
        waiting: waiting.id,
        opportunity: opportunity(n).id,
        draft: draft.id,
        application: application.id,
        message: message.id,
        disclosure: disclosure.id,
        participation: line.id,
        certificate: certificate.id,
        member,
        stranger,
        invitation: invitation.id,
        company,
        client,
        partner,
        areas: group(n).details.areas,
        themes: group(n).details.themes,
        grant: grant.unwrap(),
    }
}

/// What somebody wants to take part in.
fn applied(who: &Somebody, n: usize) -> Application {
    let wish = Submission { sessions: vec![], party: 1, message: None, source: ConnectionSource::Search };
    let origin = (Origin::Volunteer, None);
    Application::submit(ApplicationId::new(), who.account.id, &opportunity(n), origin, &wish, Age::SaidOfAge, true, &Rules::default(), now()).unwrap()
}

/// What somebody wrote to the group.
fn a_message(who: &Somebody, a: &Application) -> Message {
    let text = Some("はじめまして".into());
    Message { id: MessageId::new(), application: a.id, side: Side::Volunteer, author: Some(who.account.id), text, sent_at: now(), removed_at: None }
}

/// To whom somebody's contact was opened.
fn a_disclosure(who: &Somebody, a: &Application) -> Disclosure {
    Disclosure::open(DisclosureId::new(), a.id, who.account.id, a.group, None, &Rules::default(), now())
}

/// An opportunity with sessions of its own.
fn fresh(n: usize) -> Opportunity {
    let mut o = opportunity(n);
    o.details.schedule.sessions.iter_mut().for_each(|s| s.id = enmusubi_domain::id::SessionId::new());
    o
}

fn copy() -> Town {
    Town::on_a_copy(&WORLD.file, quiet(), now)
}

/// What one reaches for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Aim {
    Near,
    Far,
    Absent,
}

/// The address of an operation's object, and what rights to it depend on; nothing where there is no object.
fn aimed(path: &str, operation: Operation, aim: Aim) -> (String, Option<Facts>) {
    let absent = uuid::Uuid::now_v7().to_string();
    let things = if aim == Aim::Far { &WORLD.far } else { &WORLD.near };
    let located = Facts { themes: things.themes.clone(), ..Facts::default() }.with_areas(&things.areas, &city().areas);
    let of_group = |id| Facts { group: Some(id), ..located.clone() };
    let is_review = matches!(operation, Operation::ApproveGroup | Operation::RefuseGroup);
    let group = if is_review { things.waiting } else { things.group };
    let (id, second, facts) = match path {
        p if p.starts_with("/v1/groups/{id}/members/") => {
            (group.to_string(), things.member.account.id.to_string(), Facts { account: Some(things.member.account.id), ..of_group(group) })
        }
        p if p.starts_with("/v1/groups/{id}/invitations/") => (group.to_string(), things.invitation.to_string(), of_group(group)),
        p if p.starts_with("/v1/groups/{id}") => (group.to_string(), String::new(), of_group(group)),
        p if p.starts_with("/v1/opportunities/{id}") => {
            let id = if operation == Operation::PublishOpportunity { things.draft } else { things.opportunity };
            (id.to_string(), String::new(), of_group(things.group))
        }
        p if p.starts_with("/v1/applications/{id}") => {
            (things.application.to_string(), things.message.to_string(), Facts { account: Some(things.stranger.account.id), ..of_group(things.group) })
        }
        p if p.starts_with("/v1/me/participations/{id}") => {
            (things.participation.to_string(), String::new(), Facts { account: Some(things.stranger.account.id), ..Facts::default() })
        }
        p if p.starts_with("/v1/me/disclosures/{id}") => {
            (things.disclosure.to_string(), String::new(), Facts { account: Some(things.stranger.account.id), ..Facts::default() })
        }
        p if p.starts_with("/v1/me/certificates/{id}") => {
            (things.certificate.to_string(), String::new(), Facts { account: Some(things.stranger.account.id), ..Facts::default() })
        }
        // Everybody may ask how anything that is listed fits them.
        "/v1/me/matches/{id}" => return (path.replace("{id}", &WORLD.near.opportunity.to_string()), None),
        p if p.starts_with("/v1/me/logins/{id}") => {
            (things.stranger.login.to_string(), String::new(), Facts { account: Some(things.stranger.account.id), ..Facts::default() })
        }
        p if p.starts_with("/v1/accounts/{id}") => {
            (things.stranger.account.id.to_string(), String::new(), Facts { account: Some(things.stranger.account.id), ..Facts::default() })
        }
        p if p.starts_with("/v1/roles/{id}") => (things.grant.to_string(), String::new(), of_group(things.group)),
        p if p.starts_with("/v1/companies/{id}") => {
            (things.company.id.to_string(), String::new(), Facts { company: Some(things.company.id), ..Facts::default() })
        }
        p if p.starts_with("/v1/ranking-policies/{id}") => (enmusubi_domain::matching::Policy::default().id.to_string(), String::new(), Facts::default()),
        p if p.starts_with("/v1/clients/{id}") => {
            let secret = copy_free_secret(things);
            (things.client.client.id.to_string(), secret, Facts { company: Some(things.company.id), client: Some(things.client.client.id), ..Facts::default() })
        }
        "/v1/partner/opportunities/{client_ref}" => {
            let reference = if aim == Aim::Far { "o1" } else { "o0" };
            (reference.into(), String::new(), Facts { client: Some(things.partner.client.id), ..Facts::default() })
        }
        "/v1/partner/groups/{client_ref}" => {
            let reference = if aim == Aim::Far { "g1" } else { "g0" };
            (reference.into(), String::new(), Facts { client: Some(things.partner.client.id), ..Facts::default() })
        }
        _ => return (path.to_owned(), None),
    };
    let id = if aim == Aim::Absent { absent.clone() } else { id };
    let mut address = path.replace("{id}", &id).replace("{client_ref}", &id);
    for name in ["{account_id}", "{invitation_id}", "{secret_id}", "{message_id}"] {
        address = address.replace(name, if aim == Aim::Absent { &absent } else { &second });
    }
    (address, Some(facts))
}

/// The id of the client's secret.
fn copy_free_secret(things: &Things) -> String {
    static STORE: LazyLock<Town> = LazyLock::new(copy);
    let secrets = STORE.store.read(|tx| tx.client_secrets(things.client.client.id)).unwrap_or_else(|e: StoreError| panic!("{e}"));
    secrets[0].id.to_string()
}

/// The type of a body, and one that fits.
type Sample = (String, String);

/// Every operation of the document: method, path, what it is, and a body that fits.
fn operations() -> Vec<(String, String, Operation, Option<Sample>)> {
    let document = serde_json::to_value(enmusubi_http::openapi()).unwrap();
    let mut all = vec![];
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, op) in item.as_object().unwrap().iter().filter(|(_, op)| op["operationId"].is_string()) {
            let code = op["operationId"].as_str().unwrap();
            let operation = Operation::parse(code).unwrap_or_else(|| panic!("{code} stands in no line of the table"));
            let body = op["requestBody"]["content"].as_object().and_then(|c| c.iter().next()).map(|(media, content)| {
                let example = &content["example"];
                (media.clone(), example.as_str().map_or_else(|| example.to_string(), str::to_owned))
            });
            all.push((method.to_uppercase(), path.clone(), operation, body));
        }
    }
    all
}

fn call(town: &Town, who: &Who, method: &str, address: &str, body: Option<&Sample>) -> Answer {
    let mine = who.headers();
    let mut headers: Vec<(&str, &str)> = mine.iter().map(|(name, value)| (*name, value.as_str())).collect();
    headers.push(("If-Match", "\"v1\""));
    // Calls that answer in a query what others say in a body.
    let address = if method == "DELETE" && address.starts_with("/v1/roles/") { format!("{address}?reason=moved%20away") } else { address.to_owned() };
    match body {
        Some((media, text)) => {
            headers.push(("Content-Type", media));
            town.send(method, &address, &headers, text.as_bytes())
        }
        None => town.send(method, &address, &headers, b""),
    }
}

/// An answer without what differs from request to request.
fn bare(answer: &Answer) -> (u16, Vec<(String, String)>, Value) {
    let mut body: Value = serde_json::from_slice(&answer.body).unwrap_or_default();
    body.as_object_mut().map(|o| o.remove("trace_id"));
    let personal = ["trace-id", "date", "ratelimit"];
    (answer.status, answer.headers.iter().filter(|(name, _)| !personal.contains(&name.to_ascii_lowercase().as_str())).cloned().collect(), body)
}

#[test]
fn the_table_is_complete() {
    let mut documented: Vec<Operation> = operations().into_iter().map(|(_, _, operation, _)| operation).collect();
    let mut table = Operation::ALL.to_vec();
    documented.sort();
    table.sort();
    let missing: Vec<_> = table.iter().filter(|o| !documented.contains(o)).collect();
    assert!(missing.is_empty(), "lines of the table that no route answers: {missing:?}");
    assert_eq!(documented, table, "an operation twice");
}

/// References that partners choose themselves: under a new one something new is entered.
fn enters_what_is_not_there(operation: Operation) -> bool {
    matches!(operation, Operation::PutPartnerOpportunity | Operation::PutPartnerGroup)
}

/// Every caller, every operation, what is near, far and absent: what is answered is what the table says, and whatever is foreign is
/// answered byte for byte as if it were not there.
#[test]
fn nobody_reaches_what_is_not_theirs() {
    let shared = copy();
    let (mut refused, mut allowed, mut foreign) = (0, 0, 0);
    for (method, path, operation, body) in operations() {
        if operation.grounds().contains(&Ground::Anyone) {
            continue;
        }
        for (name, who, caller) in &WORLD.callers {
            for aim in [Aim::Near, Aim::Far, Aim::Absent] {
                let (address, facts) = aimed(&path, operation, aim);
                let target = match (&facts, aim) {
                    (None, _) => Target::Unseen,
                    (Some(_), _) if enters_what_is_not_there(operation) => Target::Unseen,
                    (Some(_), Aim::Absent) => Target::Absent,
                    (Some(facts), _) => Target::Object(facts),
                };
                let expected = match decide(caller, operation, target) {
                    Decision::SignIn => 401,
                    Decision::Forbidden => 403,
                    Decision::NotFound => 404,
                    Decision::Allow(_) => {
                        // Whoever may, may: in a world of their own, where it may change something.
                        let own = (method != "GET").then(copy);
                        let answer = call(own.as_ref().unwrap_or(&shared), who, &method, &address, body.as_ref());
                        assert!(![401, 403, 404].contains(&answer.status), "{name} may {method} {address} ({operation:?}, {aim:?}): {answer:?}");
                        assert!(answer.status < 500, "{name} {method} {address}: {answer:?}");
                        allowed += 1;
                        continue;
                    }
                };
                let answer = call(&shared, who, &method, &address, body.as_ref());
                assert_eq!(answer.status, expected, "{name} may not {method} {address} ({operation:?}, {aim:?}): {}", answer.text());
                refused += 1;
                if expected == 404 && aim == Aim::Far {
                    let (nowhere, _) = aimed(&path, operation, Aim::Absent);
                    let absent = call(&shared, who, &method, &nowhere, body.as_ref());
                    assert_eq!(bare(&answer), bare(&absent), "{name} {method} {address}: a foreign thing shows");
                    foreign += 1;
                }
            }
        }
    }
    println!("{refused} refused, {allowed} allowed, {foreign} foreign compared with absent");
    assert!(refused > 1_500 && allowed > 300 && foreign > 100, "{refused} {allowed} {foreign}");
}

/// The table as people read it. `ENMUSUBI_WRITE_ACCESS=1` writes the file anew; look at the difference before committing it.
#[test]
fn the_table_is_written_down_for_people() {
    let mut text = String::from(
        "# Who may do what · だれが何をできるか\n\n\
         Generated from the one table in `crates/domain/src/access/operation.rs`; a test compares it, another proves it complete against the\n\
         document of the API, and a third tries every caller on every operation. 「●」はできる操作。「自分の」団体・地域・企業に限ります。\n\n\
         A mark means: about what is theirs (their group, an area of theirs and what lies below it, their company, what they brought in).\n\
         Administrators and auditors reach everything in their rows. Whatever is foreign is answered as if it were not there.\n\n",
    );
    let grounds = Ground::ALL;
    text += &format!("| operation |{}\n", grounds.iter().map(|g| format!(" {} |", g.word(enmusubi_domain::text::Lang::En))).collect::<String>());
    text += &format!(
        "| 操作 |{}\n|---|{}\n",
        grounds.iter().map(|g| format!(" {} |", g.word(enmusubi_domain::text::Lang::Ja))).collect::<String>(),
        "---|".repeat(grounds.len())
    );
    // The header of a table is one line: the Japanese one stands below the rule.
    let lines: Vec<&str> = text.lines().collect();
    let (japanese, rule) = (lines[lines.len() - 2].to_owned(), lines[lines.len() - 1].to_owned());
    text = format!("{}\n{rule}\n{japanese}\n", lines[..lines.len() - 2].join("\n"));
    let documented = operations();
    for operation in Operation::ALL {
        let (method, path, ..) = documented.iter().find(|(_, _, o, _)| o == operation).unwrap();
        let marks: String = grounds.iter().map(|g| if operation.grounds().contains(g) { " ● |" } else { " |" }).collect();
        text += &format!("| `{method} {path}` |{marks}\n");
    }
    let file = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../docs/access.md");
    if std::env::var_os("ENMUSUBI_WRITE_ACCESS").is_some() {
        std::fs::write(&file, &text).unwrap();
    }
    let kept = std::fs::read_to_string(&file).unwrap_or_default();
    assert!(kept == text, "docs/access.md is not what the table says: run this test with ENMUSUBI_WRITE_ACCESS=1 and review the difference");
}
