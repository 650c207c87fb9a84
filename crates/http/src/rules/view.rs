use enmusubi_domain::application::{Retention, Rules};
use serde::Serialize;
use utoipa::ToSchema;

/// The rules of taking part that are in force here. 参加のルール。
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Rules)]
pub struct RulesView {
    /// Days a group has to answer an application; then it expires.
    #[schema(example = 7)]
    answer_days: u16,
    /// Days a volunteer has to answer an invitation or introduction; then it expires.
    #[schema(example = 7)]
    proposal_days: u16,
    /// Hours for which a seat that came free is held for whoever is next on the waiting list.
    #[schema(example = 24)]
    confirm_hours: u16,
    /// Minutes by which two sessions of one person may overlap, for handing over.
    #[schema(example = 0)]
    handover_minutes: u16,
    /// Hours before a session from which on seats kept for newcomers are anybody's.
    #[schema(example = 72)]
    newcomer_release_hours: u16,
    /// Invitations and introductions one person gets within seven days at most.
    #[schema(example = 3)]
    invitations_per_week: u8,
    /// Days after the last session for which a volunteer's contact stays open to the group.
    #[schema(example = 30)]
    disclosure_days: u16,
    /// Who is younger takes part with a guardian's consent only.
    #[schema(example = 18)]
    consent_age: u8,
    /// Who is younger needs that consent for each application; who is not, once a school year.
    #[schema(example = 16)]
    consent_each_age: u8,
    /// Who is younger does not apply alone: a guardian does it for them.
    #[schema(example = 13)]
    own_account_age: u8,
    /// For how long things are kept.
    keep: KeepView,
}

/// For how many days things are kept. 保存期間（日数）。
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Retention)]
pub struct KeepView {
    /// Messages of an application, and what was written into it, after it has ended.
    #[schema(example = 180)]
    messages_days: u16,
    /// Whose an application was, after it has ended.
    #[schema(example = 365)]
    applications_days: u16,
    /// An application without its person, after it has ended; longer while one may still ask to whom it opened one's contact.
    #[schema(example = 1095)]
    ended_applications_days: u16,
    /// Participations, after they were, and certificates of them. Without the person once the account is gone.
    #[schema(example = 3650)]
    participations_days: u16,
    /// Consents, disclosures and ties to guardians, after they have ended.
    #[schema(example = 1825)]
    consents_days: u16,
    /// Of what one was told.
    #[schema(example = 90)]
    notices_days: u16,
}

impl RulesView {
    /// Shows rules.
    pub fn of(rules: &Rules) -> Self {
        Self {
            answer_days: rules.answer_days,
            proposal_days: rules.proposal_days,
            confirm_hours: rules.confirm_hours,
            handover_minutes: rules.handover_minutes,
            newcomer_release_hours: rules.newcomer_release_hours,
            invitations_per_week: rules.invitations_per_week,
            disclosure_days: rules.disclosure_days,
            consent_age: rules.consent_age,
            consent_each_age: rules.consent_each_age,
            own_account_age: rules.own_account_age,
            keep: KeepView::of(rules.retention),
        }
    }
}

impl KeepView {
    fn of(keep: Retention) -> Self {
        Self {
            messages_days: keep.messages,
            applications_days: keep.applications,
            ended_applications_days: keep.ended_applications,
            participations_days: keep.participations,
            consents_days: keep.consents,
            notices_days: keep.notices,
        }
    }
}
