//! One of everything there is to reach for, twice: what is related to the callers, and what is not.

use crate::people::{Machine, Somebody, Who};
use crate::town::{Town, group, now, opportunity, settings};
use chrono::TimeDelta;
use enmusubi_domain::access::{Caller, ClientCaller, Person, Role};
use enmusubi_domain::application::{Age, Application, Origin, Rules, Submission};
use enmusubi_domain::client::{ClientKind, Scope};
use enmusubi_domain::company::Company;
use enmusubi_domain::connection::ConnectionSource;
use enmusubi_domain::group::{Group, Standing};
use enmusubi_domain::id::{
    ApplicationId, CertificateId, ConsentId, DisclosureId, GrantId, GroupId, GuardianshipId, InvitationId, MessageId, OpportunityId, ParticipationId,
};
use enmusubi_domain::invitation::Invitation;
use enmusubi_domain::matching::Wish;
use enmusubi_domain::opportunity::{Opportunity, Source, State};
use enmusubi_domain::profile::Profile;
use enmusubi_http::Settings;
use enmusubi_persistence::StoreError;
use std::path::PathBuf;
use std::sync::LazyLock;

/// One of everything, twice: what is related to the callers, and what is not.
pub(super) struct World {
    pub(super) callers: Vec<(&'static str, Who, Caller)>,
    pub(super) near: Things,
    pub(super) far: Things,
    pub(super) file: PathBuf,
    pub(super) _folder: tempfile::TempDir,
}

/// One of everything there is to reach for.
pub(super) struct Things {
    pub(super) group: GroupId,
    pub(super) waiting: GroupId,
    pub(super) opportunity: OpportunityId,
    pub(super) draft: OpportunityId,
    pub(super) application: ApplicationId,
    pub(super) message: MessageId,
    pub(super) disclosure: DisclosureId,
    pub(super) participation: ParticipationId,
    pub(super) certificate: CertificateId,
    pub(super) ward: Somebody,
    pub(super) tie: GuardianshipId,
    pub(super) consent: ConsentId,
    pub(super) member: Somebody,
    pub(super) stranger: Somebody,
    pub(super) invitation: InvitationId,
    pub(super) company: Company,
    pub(super) client: Machine,
    pub(super) partner: Machine,
    pub(super) areas: Vec<String>,
    pub(super) themes: Vec<String>,
    pub(super) grant: GrantId,
}

pub(super) fn quiet() -> Settings {
    Settings { requests_per_minute: 0, ..settings() }
}

/// Everybody and everything, made once; each story works on copies.
pub(super) static WORLD: LazyLock<World> = LazyLock::new(|| {
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
    // Everybody keeps a profile and a contact: what is asked of one's own is there.
    let people = callers.iter().filter_map(|(_, _, caller)| if let Caller::Person(person) = caller { Some(person.account) } else { None });
    let profile = Profile { wish: Wish { party: 1, ..Wish::default() }, ..Profile::default() };
    let kept = town.store.write(|tx| {
        people.clone().try_for_each(|account| tx.put_profile(account, &profile, now()).and(tx.put_contact(account, &Default::default(), now())).map(drop))
    });
    kept.unwrap_or_else(|e: StoreError| panic!("{e}"));
    town.copy_store(&file);
    World { callers, near, far, file, _folder: folder }
});

pub(super) fn things(town: &Town, n: usize) -> Things {
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
    let (message, disclosure) = (crate::message::written(&application), crate::disclosure::opened(&application));
    let line = crate::certificate::line_of(&application, n);
    let certificate = crate::certificate::kept(&line);
    let ward = town.somebody(&format!("ward{n}"), vec![]);
    let (tie, consent) = crate::guardian::kept(town, &ward, &member, &group(n).details.areas);
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
        ward,
        tie,
        consent,
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
pub(super) fn applied(who: &Somebody, n: usize) -> Application {
    let wish = Submission { sessions: vec![], party: 1, message: None, source: ConnectionSource::Search };
    let origin = (Origin::Volunteer, None);
    Application::submit(ApplicationId::new(), who.account.id, &opportunity(n), origin, &wish, Age::SaidOfAge, true, &Rules::default(), now()).unwrap()
}

/// An opportunity with sessions of its own.
pub(super) fn fresh(n: usize) -> Opportunity {
    let mut o = opportunity(n);
    o.details.schedule.sessions.iter_mut().for_each(|s| s.id = enmusubi_domain::id::SessionId::new());
    o
}

pub(super) fn copy() -> Town {
    Town::on_a_copy(&WORLD.file, quiet(), now)
}
