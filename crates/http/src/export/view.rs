use super::account::{AccountPart, InvitationPart, LetterPart, LoginPart, RolePart};
use super::acts::ActPart;
use super::applications::{ApplicationPart, MessagePart, ProposalPart};
use super::notices::{CalendarPart, NoticePart, NoticeSettingsPart};
use super::person::{ContactPart, LimitsPart, SeenPart};
use super::record::{CertificatePart, ParticipationPart};
use super::trust::{ConsentPart, DisclosurePart, GuardianshipPart};
use crate::opportunity::local;
use crate::profile::ProfileView;
use chrono::{DateTime, FixedOffset, Utc};
use enmusubi_domain::account::Account;
use enmusubi_domain::city::City;
use enmusubi_persistence::{StoreError, Tx};
use serde::Serialize;
use utoipa::ToSchema;

/// Most lines of the audit trail that are shown.
const ACTS_MAX: usize = 10_000;

/// Everything kept about oneself, of one moment. 自分に関するすべてのデータ。
#[derive(Serialize, ToSchema)]
#[schema(as = Export)]
pub struct ExportView {
    /// Names the shape of the document; its number grows when something changes its meaning.
    #[schema(example = "enmusubi-export/1")]
    pub format: &'static str,
    /// The moment of which it is true.
    pub made_at: DateTime<FixedOffset>,
    /// How parts can be corrected, ended or had in another form.
    pub ways: Vec<WayPart>,
    /// The account.
    pub account: AccountPart,
    /// Roles one has or had.
    pub roles: Vec<RolePart>,
    /// Devices, signed in or not any more.
    pub logins: Vec<LoginPart>,
    /// Letters with a code, without the code.
    pub letters: Vec<LetterPart>,
    /// The profile; null while there is none.
    pub profile: Option<ProfileView>,
    /// How one can be reached; null while it is not kept.
    pub contact: Option<ContactPart>,
    /// How much one wants at most.
    pub limits: LimitsPart,
    /// Listings one was shown.
    pub seen: Vec<SeenPart>,
    /// Applications, with what was written in them.
    pub applications: Vec<ApplicationPart>,
    /// Applications one began for others.
    pub proposals: Vec<ProposalPart>,
    /// Messages one wrote in applications of others.
    pub messages: Vec<MessagePart>,
    /// The record.
    pub participations: Vec<ParticipationPart>,
    /// Certificates of it, without their codes.
    pub certificates: Vec<CertificatePart>,
    /// To whom one's contact was opened, and who looked.
    pub disclosures: Vec<DisclosurePart>,
    /// Consents about one, or given by one.
    pub consents: Vec<ConsentPart>,
    /// Ties to guardians or wards.
    pub guardianships: Vec<GuardianshipPart>,
    /// Of what one wants to hear.
    pub notice_settings: NoticeSettingsPart,
    /// What one was told, or is to be told.
    pub notices: Vec<NoticePart>,
    /// Whether one's calendar can be read elsewhere.
    pub calendar: CalendarPart,
    /// Invitations into groups that one sent or got.
    pub invitations: Vec<InvitationPart>,
    /// What one did, and what was done to one's account: the newest 10,000 lines.
    pub acts: Vec<ActPart>,
}

/// What one can do about a part of the document. できること。
#[derive(Serialize, ToSchema)]
#[schema(as = ExportWay)]
pub struct WayPart {
    /// The part.
    #[schema(example = "profile")]
    pub part: &'static str,
    /// The call that corrects or ends it, or shows it in another form.
    #[schema(example = "PUT /v1/me/profile")]
    pub call: &'static str,
}

/// Where each part is corrected. What groups and the service have noted is objected to; what was agreed to is taken back.
const WAYS: &[(&str, &str)] = &[
    ("account", "PATCH /v1/me"),
    ("account", "POST /v1/me/email"),
    ("account", "DELETE /v1/me"),
    ("logins", "DELETE /v1/me/logins/{id}"),
    ("profile", "PUT /v1/me/profile"),
    ("profile", "DELETE /v1/me/profile"),
    ("contact", "PUT /v1/me/contact"),
    ("contact", "DELETE /v1/me/contact"),
    ("limits", "PUT /v1/me/limits"),
    ("seen", "DELETE /v1/me/matches/seen"),
    ("applications", "POST /v1/applications/{id}/withdraw"),
    ("messages", "DELETE /v1/applications/{id}/messages/{message_id}"),
    ("participations", "GET /v1/me/participations"),
    ("participations", "POST /v1/me/participations/{id}/objection"),
    ("certificates", "DELETE /v1/me/certificates/{id}"),
    ("disclosures", "DELETE /v1/me/disclosures/{id}"),
    ("consents", "DELETE /v1/consents/{id}"),
    ("guardianships", "DELETE /v1/guardianships/{id}"),
    ("notice_settings", "PUT /v1/me/notices"),
    ("calendar", "DELETE /v1/me/calendar"),
];

impl WayPart {
    /// Every way.
    pub fn all() -> Vec<Self> {
        WAYS.iter().map(|(part, call)| Self { part, call }).collect()
    }
}

impl ExportView {
    /// Gathers everything about an account, as it stands in one snapshot.
    pub fn gather(tx: &mut Tx<'_>, account: &Account, city: &City, now: DateTime<Utc>) -> Result<Self, StoreError> {
        let (id, tz) = (account.id, city.calendar.tz);
        let applications = ApplicationPart::all(tx, id, tz)?;
        let messages = MessagePart::elsewhere(tx, id, &applications, tz)?;
        Ok(Self {
            format: "enmusubi-export/1",
            made_at: local(now, tz),
            ways: WayPart::all(),
            account: AccountPart::of(account, tz),
            roles: tx.grants_ever(id)?.iter().map(|grant| RolePart::of(grant, tz)).collect(),
            logins: tx.logins_ever(id)?.iter().map(|login| LoginPart::of(login, tz)).collect(),
            letters: tx.letters_to(id)?.into_iter().map(|letter| LetterPart::of(letter, tz)).collect(),
            profile: tx.profile(id)?.map(|kept| ProfileView::of(kept, city)),
            contact: tx.contact(id)?.map(|kept| ContactPart::of(kept, tz)),
            limits: LimitsPart::of(&tx.own_limits(id)?),
            seen: SeenPart::all(tx, id, tz)?,
            applications,
            proposals: tx.applications_begun_by(id)?.into_iter().map(|a| ProposalPart::of(a, tz)).collect(),
            messages,
            participations: ParticipationPart::all(tx, id, tz)?,
            certificates: tx.certificates_of_account(id)?.iter().map(|c| CertificatePart::of(c, tz)).collect(),
            disclosures: DisclosurePart::all(tx, id, tz)?,
            consents: tx.consents_of(id)?.iter().map(|c| ConsentPart::of(c, tz)).collect(),
            guardianships: tx.guardianships_of(id)?.iter().map(|tie| GuardianshipPart::of(tie, tz)).collect(),
            notice_settings: NoticeSettingsPart::of(&tx.notice_settings(id)?, tz),
            notices: tx.notices_of_account(id)?.iter().map(|notice| NoticePart::of(notice, tz)).collect(),
            calendar: CalendarPart { created_at: tx.calendar_key(id)?.map(|at| local(at, tz)) },
            invitations: tx.invitations_about(id, &account.email)?.iter().map(|i| InvitationPart::of(i, account, tz)).collect(),
            acts: tx.audit_about(id, ACTS_MAX)?.into_iter().map(|entry| ActPart::of(entry, id, tz)).collect(),
        })
    }
}
