use super::account::{AccountPart, LoginPart};
use super::applications::{ApplicationPart, MessagePart};
use super::notices::{CalendarPart, NoticeSettingsPart};
use super::person::{ContactPart, LimitsPart};
use super::view::{ExportView, WayPart};
use crate::account::examples::{BORN, TZ, now, somebody};
use crate::openapi::examples::{domain_group, domain_opportunity};
use crate::opportunity::local;
use chrono::TimeDelta;
use enmusubi_domain::application::{Application, Origin, Side};
use enmusubi_domain::contact::Contact;
use enmusubi_domain::id::{LoginId, MessageId};
use enmusubi_domain::login::Login;
use enmusubi_domain::message::Message;
use enmusubi_persistence::{KeptContact, KeptNoticeSettings, OwnLimits};
use serde_json::{Value, to_value};

fn application() -> Option<ApplicationPart> {
    let a: Application = crate::application::examples::application(Origin::Volunteer)?;
    let opportunity = domain_opportunity();
    let sessions: Vec<_> = opportunity.details.schedule.sessions.iter().map(|s| (s.clone(), false)).collect();
    let names = (Some(opportunity.details.title), Some(domain_group().details.name));
    let message = Message {
        id: MessageId::derived(BORN, "message"),
        application: a.id,
        side: Side::Volunteer,
        author: a.volunteer,
        text: Some("長靴は貸していただけますか。".into()),
        sent_at: now(),
        removed_at: None,
    };
    let messages = a.volunteer.map(|who| MessagePart::of(message, who, TZ)).into_iter().collect();
    Some(ApplicationPart::of(a, names, &sessions, messages, TZ))
}

/// Everything about somebody made up; what would repeat itself is left out.
pub fn export() -> Value {
    let Some(account) = somebody() else { return Value::Null };
    let login = Login {
        id: LoginId::derived(BORN, "login"),
        account: account.id,
        device: "ゆきのスマートフォン".into(),
        created_at: now(),
        used_at: now(),
        idle_expires_at: now() + TimeDelta::days(14),
        absolute_expires_at: now() + TimeDelta::days(90),
        ended: None,
    };
    let contact = Contact { name_kana: Some("きたの ゆき".into()), phone: Some("090-1234-5678".into()), ..Contact::default() };
    let view = ExportView {
        format: "enmusubi-export/1",
        made_at: local(now(), TZ),
        ways: WayPart::all(),
        account: AccountPart::of(&account, TZ),
        roles: vec![],
        logins: vec![LoginPart::of(&login, TZ)],
        letters: vec![],
        profile: None,
        contact: Some(ContactPart::of(KeptContact { version: 1, contact, updated_at: now() }, TZ)),
        limits: LimitsPart::of(&OwnLimits::default()),
        seen: vec![],
        applications: application().into_iter().collect(),
        proposals: vec![],
        messages: vec![],
        participations: vec![],
        certificates: vec![],
        disclosures: vec![],
        consents: vec![],
        guardianships: vec![],
        notice_settings: NoticeSettingsPart::of(&KeptNoticeSettings::default(), TZ),
        notices: vec![],
        calendar: CalendarPart { created_at: None },
        invitations: vec![],
        acts: vec![],
    };
    to_value(view).unwrap_or_default()
}
