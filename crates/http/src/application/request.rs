use crate::code;
use crate::input::Wrong;
use crate::problem::Problem;
use enmusubi_domain::application::{DeclineReason, MESSAGE_MAX, No, Submission};
use enmusubi_domain::audit;
use enmusubi_domain::connection::ConnectionSource;
use enmusubi_domain::id::{AccountId, ApplicationId, OpportunityId, SessionId};
use enmusubi_domain::invalid::{Invalid, Why};
use enmusubi_domain::schedule::SESSIONS_MAX;
use enmusubi_domain::text::{self, SUMMARY_MAX};
use serde::Deserialize;
use utoipa::ToSchema;

/// A wish to take part. 応募。
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ApplicationRequest)]
pub struct ApplicationRequest {
    /// For what.
    #[schema(format = "uuid", example = "019ad5c2-f3a9-7d0c-8e2b-4f6a1c3d5e7f")]
    opportunity_id: String,
    /// For which sessions; left out: for all that lie ahead.
    #[schema(min_items = 1, max_items = 400, format = "uuid")]
    session_ids: Option<Vec<String>>,
    /// How many come together.
    #[schema(minimum = 1, maximum = 1000, example = 1)]
    party_size: Option<i64>,
    /// To the group. No addresses or numbers: your contact is shown when both have said yes.
    #[schema(max_length = 1000, example = "はじめてですが、よろしくお願いします。")]
    message: Option<String>,
    /// Where the volunteer came from.
    #[schema(value_type = Option<code::ConnectionSource>, example = "match")]
    source: Option<String>,
    /// Whether a place on the waiting list will do, where there is no seat.
    waitlist: Option<bool>,
    /// That the volunteer is of age, where their profile keeps no birth date.
    of_age: Option<bool>,
    /// The ward for whom a guardian applies.
    #[schema(format = "uuid")]
    r#for: Option<String>,
}

/// What somebody asks for.
pub struct Asked {
    pub opportunity: OpportunityId,
    pub wish: Submission,
    pub waitlist: bool,
    pub of_age: bool,
    pub ward: Option<AccountId>,
}

impl ApplicationRequest {
    /// What is asked for, or every member that is wrong.
    pub fn read(self) -> Result<Asked, Problem> {
        let mut wrong = Wrong::default();
        let opportunity = wrong.id("opportunity_id", &self.opportunity_id);
        let sessions = sessions(&mut wrong, self.session_ids.as_ref());
        let party = party(&mut wrong, self.party_size);
        let message = message(&mut wrong, self.message);
        let source = self.source.and_then(|code| wrong.word("source", &code, ConnectionSource::parse, ConnectionSource::CODES));
        let ward = self.r#for.and_then(|id| wrong.id("for", &id));
        wrong.finish()?;
        let wish = Submission { sessions, party, message, source: source.unwrap_or(ConnectionSource::Search) };
        let opportunity = opportunity.ok_or(Problem::Internal)?;
        Ok(Asked { opportunity, wish, waitlist: self.waitlist.unwrap_or(false), of_age: self.of_age.unwrap_or(false), ward })
    }
}

/// An invitation to somebody who applied to the group before. 再度の誘い。
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = VolunteerInvitationRequest)]
pub struct InvitationRequest {
    /// An earlier application of theirs to the group.
    #[schema(format = "uuid", example = "019ad5c2-f3a9-7d0c-8e2b-4f6a1c3d5e82")]
    application_id: String,
    /// For which sessions; left out: for all that lie ahead.
    #[schema(min_items = 1, max_items = 400, format = "uuid")]
    session_ids: Option<Vec<String>>,
    /// To the volunteer.
    #[schema(max_length = 1000, example = "前回はありがとうございました。今度もいかがですか。")]
    message: Option<String>,
}

impl InvitationRequest {
    /// Whom, and to what; or every member that is wrong.
    pub fn read(self) -> Result<(ApplicationId, Submission), Problem> {
        let mut wrong = Wrong::default();
        let earlier = wrong.id("application_id", &self.application_id);
        let sessions = sessions(&mut wrong, self.session_ids.as_ref());
        let message = message(&mut wrong, self.message);
        wrong.finish()?;
        // It is the group's own doing, and counts against nobody's place.
        Ok((earlier.ok_or(Problem::Internal)?, Submission { sessions, party: 1, message, source: ConnectionSource::GroupLink }))
    }
}

/// Yes, to all of it or to some. 受け入れ。
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = AcceptRequest)]
pub struct AcceptRequest {
    /// Only these of its sessions; left out: all that lie ahead.
    #[schema(min_items = 1, max_items = 400, format = "uuid")]
    session_ids: Option<Vec<String>>,
    /// Why; a coordinator who decides in the group's place must say.
    #[schema(min_length = 4, max_length = 400)]
    reason: Option<String>,
}

impl AcceptRequest {
    /// Which sessions, and why.
    pub fn read(&self, must_say_why: bool) -> Result<(Option<Vec<SessionId>>, Option<String>), Problem> {
        let mut wrong = Wrong::default();
        let only = self.session_ids.as_ref().map(|ids| sessions(&mut wrong, Some(ids)));
        let why = why(&mut wrong, self.reason.as_deref(), must_say_why);
        wrong.finish()?;
        Ok((only, why))
    }
}

/// No, and why. 見送り・取り下げの理由。
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NoRequest)]
pub struct NoRequest {
    /// Why, by a code.
    #[schema(value_type = Option<code::DeclineReason>, example = "dates")]
    reason: Option<String>,
    /// The same in words, for the other side to read.
    #[schema(max_length = 400, example = "今回は日程が合いませんでした。またの機会にお願いします。")]
    text: Option<String>,
}

impl NoRequest {
    /// Why; a reason must be given where `must` says so.
    pub fn read(&self, must: bool) -> Result<Option<No>, Problem> {
        let mut wrong = Wrong::default();
        let text = self.text.as_deref().filter(|t| !t.trim().is_empty()).and_then(|t| wrong.take(text::body("text", t, SUMMARY_MAX)));
        let reason = match &self.reason {
            Some(code) => wrong.word("reason", code, DeclineReason::parse, DeclineReason::CODES),
            None if must => {
                wrong.add(Invalid::new("reason", Why::Required));
                None
            }
            None => text.is_some().then_some(DeclineReason::Other),
        };
        wrong.finish()?;
        Ok(reason.map(|reason| No { reason, text }))
    }
}

fn sessions(wrong: &mut Wrong, ids: Option<&Vec<String>>) -> Vec<SessionId> {
    let Some(ids) = ids else { return vec![] };
    if ids.is_empty() {
        wrong.add(Invalid::new("session_ids", Why::Required));
    }
    if ids.len() > SESSIONS_MAX {
        wrong.add(Invalid::new("session_ids", Why::TooMany { max: SESSIONS_MAX }));
        return vec![];
    }
    ids.iter().enumerate().filter_map(|(i, id)| wrong.id(&format!("session_ids/{i}"), id)).collect()
}

fn party(wrong: &mut Wrong, size: Option<i64>) -> u32 {
    let size = size.unwrap_or(1);
    match u32::try_from(size).ok().filter(|n| (1..=1000).contains(n)) {
        Some(party) => party,
        None => {
            wrong.add(Invalid::new("party_size", Why::OutOfRange { min: 1.0, max: 1000.0 }));
            1
        }
    }
}

fn message(wrong: &mut Wrong, message: Option<String>) -> Option<String> {
    message.and_then(|m| wrong.take(text::body("message", &m, MESSAGE_MAX))).filter(|m| !m.is_empty())
}

fn why(wrong: &mut Wrong, reason: Option<&str>, must: bool) -> Option<String> {
    match reason {
        None if !must => None,
        said => wrong.take(audit::reason("reason", said.unwrap_or_default())),
    }
}
