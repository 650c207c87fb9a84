use super::request::Entry;
use crate::access::Act;
use crate::problem::{Conflict, Problem};
use chrono::NaiveDate;
use enmusubi_domain::application::{Application, Circumstances, Side};
use enmusubi_domain::audit::ObjectKind;
use enmusubi_domain::id::{AccountId, ParticipationId};
use enmusubi_domain::invalid::{Invalid, Why};
use enmusubi_domain::opportunity::Opportunity;
use enmusubi_domain::participation::{About, Occasion, Outcome, Participation, Pen};
use enmusubi_domain::schedule::Session;

/// Where, by whom and when something is noted.
pub struct Desk<'a> {
    /// Of what.
    pub opportunity: &'a Opportunity,
    /// What its group is called.
    pub group_name: &'a str,
    /// Who notes it.
    pub by: AccountId,
    /// Under which rules, and when.
    pub at: Circumstances,
    /// Whether the volunteer showed a code.
    pub by_code: bool,
}

/// A line as it stands now, and the application it belongs to.
pub struct Written {
    /// The line.
    pub line: Participation,
    /// The application.
    pub application: Application,
    /// Whether there was none before.
    pub is_new: bool,
}

impl Desk<'_> {
    fn pen(&self) -> Pen {
        Pen { by: self.by, now: self.at.now, tz: self.at.tz, by_code: self.by_code }
    }
}

/// Notes what is said of an application, or corrects what was noted before; then brings the application to where its record says it is.
///
/// Under the opportunity's lock, with the application as it stands there.
pub fn note(act: &mut Act<'_, '_>, desk: &Desk<'_>, application: &Application, entry: &Entry) -> Result<Written, Problem> {
    let lines = act.tx.participations_of_application(application.id)?;
    let occasion = occasion(act, desk, application, &lines, entry)?;
    let session = occasion.session().map(|s| s.id);
    let date = occasion.date(desk.at.tz);
    let before = lines.into_iter().find(|line| line.session == session && (session.is_some() || line.held_on == date));
    let noted = entry.said.at(&occasion).map_err(Problem::wrong_members)?;
    let Some(before) = before else {
        let about = About { application, opportunity: desk.opportunity, group_name: desk.group_name, occasion: &occasion };
        let line = Participation::write(ParticipationId::new(), about, noted, desk.pen())
            .map_err(|refused| Problem::of_step(refused.into(), desk.at.tz, Side::Group))?;
        act.tx.insert_participation(&line)?;
        act.audit((ObjectKind::Participation, line.id.0), &["outcome", "minutes"], None)?;
        let application = act.tx.settle_attendance(application, desk.opportunity, &desk.at)?;
        return Ok(Written { line, application, is_new: true });
    };
    if desk.by_code {
        // Whoever is in already may show their code as often as they like; who was noted as absent needs somebody's word.
        let there = before.noted.outcome == Outcome::Attended;
        return if there { Ok(Written { line: before, application: application.clone(), is_new: false }) } else { Err(Conflict::NotedAbsent.into()) };
    }
    if before.noted == noted {
        return Ok(Written { line: before, application: application.clone(), is_new: false });
    }
    let reason = entry.reason.clone().ok_or_else(|| Problem::wrong_members(vec![Invalid::new("reason", Why::Required)]))?;
    let Some((after, correction)) = before.corrected(noted, reason, desk.pen()) else { return Err(Problem::Internal) };
    act.tx.correct_participation(&after, &correction)?;
    act.audit((ObjectKind::Participation, after.id.0), &["outcome", "minutes"], None)?;
    let application = act.tx.settle_attendance(application, desk.opportunity, &desk.at)?;
    let line = act.tx.participation(after.id)?.ok_or(Problem::Internal)?;
    Ok(Written { line, application, is_new: false })
}

/// When it was: a session the application has seats at, or a date of an offer without dates. What is noted already can be corrected, whatever has
/// become of the session since.
fn occasion(act: &mut Act<'_, '_>, desk: &Desk<'_>, application: &Application, lines: &[Participation], entry: &Entry) -> Result<Occasion, Problem> {
    let wrong = |field: &str, why| Problem::wrong_members(vec![Invalid::new(field, why)]);
    let mut sessions: Vec<Session> = lines.iter().filter_map(noted_session).collect();
    if application.sessions.is_empty() && sessions.is_empty() {
        return match (entry.session, entry.date) {
            (Some(id), _) => Err(wrong("session_id", Why::UnknownCode(id.to_string()))),
            (None, None) => Err(wrong("date", Why::Required)),
            (None, Some(date)) => on(desk, application, date),
        };
    }
    for (session, seated) in act.tx.sessions_of_application(application.id)? {
        if seated && !session.cancelled && sessions.iter().all(|noted| noted.id != session.id) {
            sessions.push(session);
        }
    }
    match (entry.session, entry.date) {
        (_, Some(_)) => Err(wrong("date", Why::Contradiction("session_id, date"))),
        (Some(id), None) => {
            let session = sessions.into_iter().find(|session| session.id == id);
            session.map(Occasion::Session).ok_or_else(|| wrong("session_id", Why::UnknownCode(id.to_string())))
        }
        (None, None) => match sessions.as_slice() {
            [only] => Ok(Occasion::Session(only.clone())),
            _ => Err(wrong("session_id", Why::Required)),
        },
    }
}

fn on(desk: &Desk<'_>, application: &Application, date: NaiveDate) -> Result<Occasion, Problem> {
    Occasion::on("date", date, application, desk.at.now, desk.at.tz).map_err(|invalid| Problem::wrong_members(vec![invalid]))
}

/// The session of a line, as it was.
fn noted_session(line: &Participation) -> Option<Session> {
    let (id, starts_at, ends_at) = (line.session?, line.starts_at?, line.ends_at?);
    Some(Session { id, starts_at, ends_at, seats: None, seats_taken: 0, cancelled: false })
}
