use super::stage::{Standing, standing};
use super::view::{GuardianContactView, VolunteerContactView};
use crate::access::{Act, May};
use crate::application::reached;
use crate::contact::EmergencyView;
use crate::context::Context;
use crate::input::{Asked, Field as Parameter, Form, Id, Parameters};
use crate::opportunity::local;
use crate::problem::{Conflict, ListRefusals, ObjectRefusals, Problem, RuleRefusals};
use crate::writing::Reply;
use actix_web::get;
use actix_web::web::Data;
use enmusubi_domain::access::op;
use enmusubi_domain::application::Circumstances;
use enmusubi_domain::audit::ObjectKind;
use enmusubi_domain::disclosure::{Disclosure, Field, Look, Shown, fields_at, ticks_are_own};
use enmusubi_domain::id::{AccountId, ApplicationId};

/// Whether the emergency contact is asked for.
pub struct Tap;

impl Parameters for Tap {
    const FIELDS: &'static [&'static [Parameter]] = &[&[Parameter {
        name: "emergency",
        form: Form::Flag,
        text: (
            "Show the emergency contact as well. Only from a day before a session to a day after (else 409); the volunteer sees that you asked.",
            "緊急連絡先も表示する。当日の前後24時間に限る（それ以外は 409）。表示したことは本人に伝わる。",
        ),
        example: "true",
    }]];
}

/// Read the contact of a volunteer
///
/// For the owners and managers of the group, from acceptance until some days after the last session, unless the volunteer ends it before: the name, and as
/// the stage and the volunteer's own ticks allow, telephone number and e-mail address. Each look is noted, and the volunteer sees who looked, when, and at
/// what. Before acceptance, and after the end, 409 `not_disclosed`; to write, use the messages of the application.
///
/// 参加が決まった人の連絡先を見る（団体の代表・担当者）。見られる項目は段階と本人の設定によります。閲覧は記録され、本人に見えます。参加決定の前と開示終了の後は 409 not_disclosed。
#[utoipa::path(
    tag = "Taking part",
    operation_id = "read_application_contact",
    params(("id" = Uuid, Path, description = "The application's id.\n\n応募のID。", example = "019ad5c2-f3a9-7d0c-8e2b-4f6a1c3d5e82"), Asked<Tap>),
    responses(
        (status = 200, description = "What is open now. 今見られる連絡先。", body = VolunteerContactView, example = json!(super::examples::contact())),
        ListRefusals,
        ObjectRefusals,
        RuleRefusals,
    )
)]
#[get("/v1/applications/{id}/contact")]
pub async fn read_application_contact(
    context: Data<Context>,
    may: May<op::ReadApplicationContact>,
    id: Id<ApplicationId>,
    asked: Asked<Tap>,
) -> Result<Reply, Problem> {
    let reader = asked.reader();
    let tapped = reader.flag("emergency").unwrap_or(false);
    reader.finish()?;
    let (city, home) = (context.shelf()?.city.clone(), context.clone());
    let work = move |act: &mut Act<'_, '_>| {
        let (a, ..) = reached(act, id.0, &city)?;
        let at = home.circumstances(act.now()?);
        let standing = standing(act, &a, &at)?;
        let disclosure = standing.disclosure.clone().ok_or(Conflict::NotDisclosed)?;
        if tapped && Field::Emergency.at(standing.stage) == Shown::No {
            return Err(Conflict::NotTheDay.into());
        }
        let view = opened(act, &disclosure, &standing, tapped, &at)?;
        // No line of the trail and no word to the volunteer, no data: all of it stands in this transaction.
        act.audit((ObjectKind::Application, a.id.0), &view.fields, None)?;
        act.audit((ObjectKind::Disclosure, disclosure.id.0), &view.fields, None)?;
        let fields = view.fields.iter().filter_map(|code| Field::parse(code)).collect();
        let look = Look { disclosure: disclosure.id, viewer: Some(act.account()?), at: at.now, fields };
        act.tx.note_look(&look)?;
        Reply::done(&view)
    };
    context.write(&may, work).await
}

/// What is open of somebody's contact at this stage. Only what is there counts as shown; that the emergency contact was asked for counts anyway.
fn opened(act: &mut Act<'_, '_>, d: &Disclosure, standing: &Standing, tapped: bool, at: &Circumstances) -> Result<VolunteerContactView, Problem> {
    let account = act.tx.account(d.account)?.ok_or(Conflict::NotDisclosed)?;
    let contact = act.tx.contact(d.account)?.map(|kept| kept.contact).unwrap_or_default();
    let open = fields_at(standing.stage, contact.ticks(ticks_are_own(standing.age, &at.rules)), tapped);
    let is_open = |field: Field| open.contains(&field) && d.fields.contains(&field);
    if !is_open(Field::Name) {
        return Err(Conflict::NotDisclosed.into());
    }
    let guardians = if is_open(Field::Emergency) { guardians(act, d.account)? } else { vec![] };
    let mut view = VolunteerContactView {
        application_id: d.application.0,
        stage: standing.stage.code(),
        purpose: d.purpose.code(),
        ends_at: local(d.ends_at, at.tz),
        fields: vec![],
        name: account.name,
        name_kana: contact.name_kana.filter(|_| is_open(Field::NameKana)),
        email: is_open(Field::Email).then(|| account.email.as_str().to_owned()),
        phone: contact.phone.filter(|_| is_open(Field::Phone)),
        emergency: contact.emergency.filter(|_| is_open(Field::Emergency)).map(EmergencyView::of),
        guardians,
    };
    let there = [
        (Field::Name, true),
        (Field::NameKana, view.name_kana.is_some()),
        (Field::Email, view.email.is_some()),
        (Field::Phone, view.phone.is_some()),
        (Field::Emergency, is_open(Field::Emergency)),
    ];
    view.fields = there.into_iter().filter(|(_, there)| *there).map(|(field, _)| field.code()).collect();
    Ok(view)
}

/// Those who answer for a minor, and how they can be reached.
fn guardians(act: &mut Act<'_, '_>, ward: AccountId) -> Result<Vec<GuardianContactView>, Problem> {
    let mut all = vec![];
    for id in act.tx.guardians_of(ward)? {
        let phone = act.tx.contact(id)?.and_then(|kept| kept.contact.phone);
        if let Some(account) = act.tx.account(id)? {
            all.push(GuardianContactView { name: account.name, phone });
        }
    }
    Ok(all)
}
