//! The golden set: cases that must come out as an experienced coordinator would put them.
//!
//! ```text
//!   data/golden/town   ──> cast   (listings, one moment) ──┐
//!   data/golden/cases  ──> cases  (talk, wish, order) ─────┼─ judge ──> as expected, or not
//!   policy ────────────────────────────────────────────────┘     └── moved: what another policy changes, and which factor did it
//! ```
//!
//! The order of a case was written down before the engine was asked. docs/golden.md says how to add one.

/// The cases as files.
mod case;
/// The listings they are about.
mod cast;
/// The engine's answer, and where it differs.
mod judge;
/// What another policy moves.
mod moved;
/// What is said about it.
mod report;

use crate::console;
use case::Case;
use cast::Cast;
use enmusubi_domain::matching::Policy;

/// What to do with the set.
#[derive(Debug, Default)]
pub struct Request<'a> {
    /// A policy whose effect is listed.
    pub policy: Option<&'a Policy>,
    /// A case that is shown in full, by its id.
    pub case: Option<&'a str>,
}

/// Runs the cases; with a policy, lists what it moves; with a case, shows that one. Fails where the built-in policy does not keep to the set.
pub fn run(request: &Request<'_>) -> Result<(), String> {
    let (text, fallen) = told(request)?;
    console::say(text.trim_end());
    match fallen {
        0 => Ok(()),
        n => Err(format!("{n} cases of the golden set are not as expected under the built-in policy")),
    }
}

/// What there is to say, and how many cases do not come out as written under the built-in policy.
fn told(request: &Request<'_>) -> Result<(String, usize), String> {
    let cast = Cast::read()?;
    let cases = Case::all(&cast)?;
    let in_force = Policy::default();
    if let Some(id) = request.case {
        let case = cases.iter().find(|c| c.id == id).ok_or_else(|| format!("--case {id}: there is no such case"))?;
        let answer = judge::answer(case, &cast, request.policy.unwrap_or(&in_force))?;
        return Ok((report::case(&cast, case, &answer, &judge::judge(case, &answer)), 0));
    }
    let (mut judged, mut moves) = (vec![], vec![]);
    for case in &cases {
        let answer = judge::answer(case, &cast, &in_force)?;
        if let Some(policy) = request.policy {
            let other = judge::answer(case, &cast, policy)?;
            moves.push((case, moved::moved(&answer, &other), judge::judge(case, &other)));
        }
        judged.push((case, judge::judge(case, &answer)));
    }
    let mut text = format!("{}\n{}\n", report::set(&cast, &judged), report::summary(&judged));
    if let Some(policy) = request.policy {
        text.push('\n');
        text.push_str(&report::moves(&cast, (&in_force, policy), &moves));
        let other: Vec<_> = moves.into_iter().map(|(case, _, verdict)| (case, verdict)).collect();
        text.push_str(&report::summary(&other));
    }
    Ok((text, judged.iter().filter(|(_, verdict)| !verdict.stands()).count()))
}

#[cfg(test)]
mod tests;
