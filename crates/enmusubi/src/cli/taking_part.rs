use clap::{Args, value_parser};
use enmusubi_domain::application::{Retention, Rules};

/// What is decided about taking part, and for how long it is kept.
#[derive(Debug, Clone, Args)]
pub struct TakingPart {
    /// Days a group has to answer an application; then it expires
    #[arg(long, env = "ENMUSUBI_ANSWER_DAYS", default_value_t = Rules::default().answer_days, value_name = "DAYS", value_parser = value_parser!(u16).range(1..=90))]
    pub answer_days: u16,

    /// Days a volunteer has to answer an invitation or introduction; then it expires
    #[arg(long, env = "ENMUSUBI_PROPOSAL_DAYS", default_value_t = Rules::default().proposal_days, value_name = "DAYS", value_parser = value_parser!(u16).range(1..=90))]
    pub proposal_days: u16,

    /// Hours for which a seat that came free is held for whoever is next on the waiting list
    #[arg(long, env = "ENMUSUBI_CONFIRM_HOURS", default_value_t = Rules::default().confirm_hours, value_name = "HOURS", value_parser = value_parser!(u16).range(1..=336))]
    pub confirm_hours: u16,

    /// Minutes by which two sessions of one person may overlap, for handing over
    #[arg(long, env = "ENMUSUBI_HANDOVER_MINUTES", default_value_t = Rules::default().handover_minutes, value_name = "MINUTES", value_parser = value_parser!(u16).range(0..=180))]
    pub handover_minutes: u16,

    /// Hours before a session from which on seats kept for newcomers are anybody's
    #[arg(long, env = "ENMUSUBI_NEWCOMER_RELEASE_HOURS", default_value_t = Rules::default().newcomer_release_hours, value_name = "HOURS", value_parser = value_parser!(u16).range(0..=2160))]
    pub newcomer_release_hours: u16,

    /// Invitations and introductions one person gets within seven days at most
    #[arg(long, env = "ENMUSUBI_INVITATIONS_PER_WEEK", default_value_t = Rules::default().invitations_per_week, value_name = "N", value_parser = value_parser!(u8).range(0..=50))]
    pub invitations_per_week: u8,

    /// Days after the last session for which a volunteer's contact stays open to the group
    #[arg(long, env = "ENMUSUBI_DISCLOSURE_DAYS", default_value_t = Rules::default().disclosure_days, value_name = "DAYS", value_parser = value_parser!(u16).range(1..=365))]
    pub disclosure_days: u16,

    /// Who is younger takes part with a guardian's consent only
    #[arg(long, env = "ENMUSUBI_CONSENT_AGE", default_value_t = Rules::default().consent_age, value_name = "YEARS", value_parser = value_parser!(u8).range(0..=30))]
    pub consent_age: u8,

    /// Who is younger needs that consent for each application; who is not, once a school year
    #[arg(long, env = "ENMUSUBI_CONSENT_EACH_AGE", default_value_t = Rules::default().consent_each_age, value_name = "YEARS", value_parser = value_parser!(u8).range(0..=30))]
    pub consent_each_age: u8,

    /// Who is younger does not apply alone: a guardian does it for them
    #[arg(long, env = "ENMUSUBI_OWN_ACCOUNT_AGE", default_value_t = Rules::default().own_account_age, value_name = "YEARS", value_parser = value_parser!(u8).range(0..=30))]
    pub own_account_age: u8,

    /// Days after its end for which messages of an application, and what was written into it, are kept
    #[arg(long, env = "ENMUSUBI_KEEP_MESSAGES_DAYS", default_value_t = Retention::default().messages, value_name = "DAYS", value_parser = value_parser!(u16).range(1..=3650))]
    pub keep_messages_days: u16,

    /// Days after its end for which it is known whose an application was
    #[arg(long, env = "ENMUSUBI_KEEP_APPLICATIONS_DAYS", default_value_t = Retention::default().applications, value_name = "DAYS", value_parser = value_parser!(u16).range(1..=3650))]
    pub keep_applications_days: u16,

    /// Days after its end for which an application is kept without its person
    #[arg(long, env = "ENMUSUBI_KEEP_ENDED_APPLICATIONS_DAYS", default_value_t = Retention::default().ended_applications, value_name = "DAYS", value_parser = value_parser!(u16).range(1..=7300))]
    pub keep_ended_applications_days: u16,

    /// Days for which participations, and certificates of them, are kept
    #[arg(long, env = "ENMUSUBI_KEEP_PARTICIPATIONS_DAYS", default_value_t = Retention::default().participations, value_name = "DAYS", value_parser = value_parser!(u16).range(30..=36500))]
    pub keep_participations_days: u16,

    /// Days for which consents, disclosures and guardianships are kept after they have ended
    #[arg(long, env = "ENMUSUBI_KEEP_CONSENTS_DAYS", default_value_t = Retention::default().consents, value_name = "DAYS", value_parser = value_parser!(u16).range(30..=7300))]
    pub keep_consents_days: u16,

    /// Days for which it is kept of what somebody was told
    #[arg(long, env = "ENMUSUBI_KEEP_NOTICES_DAYS", default_value_t = Retention::default().notices, value_name = "DAYS", value_parser = value_parser!(u16).range(7..=3650))]
    pub keep_notices_days: u16,
}

impl TakingPart {
    /// The rules the settings describe, if they go together.
    pub fn rules(&self) -> Result<Rules, String> {
        if !(self.own_account_age <= self.consent_each_age && self.consent_each_age <= self.consent_age) {
            return Err("--own-account-age, --consent-each-age and --consent-age must not fall: each is for older people than the one before".into());
        }
        if self.keep_applications_days < self.disclosure_days {
            return Err("--keep-applications-days: the group may reach the person for --disclosure-days, so keep at least as many".into());
        }
        if self.keep_ended_applications_days < self.keep_applications_days {
            return Err("--keep-ended-applications-days: an application is kept with its person first, so keep at least --keep-applications-days".into());
        }
        Ok(Rules {
            answer_days: self.answer_days,
            proposal_days: self.proposal_days,
            confirm_hours: self.confirm_hours,
            handover_minutes: self.handover_minutes,
            newcomer_release_hours: self.newcomer_release_hours,
            invitations_per_week: self.invitations_per_week,
            disclosure_days: self.disclosure_days,
            consent_age: self.consent_age,
            consent_each_age: self.consent_each_age,
            own_account_age: self.own_account_age,
            retention: Retention {
                messages: self.keep_messages_days,
                applications: self.keep_applications_days,
                ended_applications: self.keep_ended_applications_days,
                participations: self.keep_participations_days,
                consents: self.keep_consents_days,
                notices: self.keep_notices_days,
            },
        })
    }
}
