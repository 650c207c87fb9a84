//! The ladder's rules as a JSON file: the same shape and words as `GET /v1/ladder` shows them in. What a way leaves out it does not ask for.

use enmusubi_domain::ladder::{Ladder, Requirement, Rung};
use enmusubi_domain::level::{Level, Responsibility};
use serde::Deserialize;
use std::path::Path;

/// The rules that hold where a city names no others.
const BUILT_IN: &str = include_str!("../data/ladder.json");

/// A file of rules.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    steps: Vec<Step>,
}

/// How one level is reached.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Step {
    to: String,
    any_of: Vec<Way>,
}

/// One way to it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Way {
    #[serde(default)]
    participations: u32,
    #[serde(default)]
    minutes: u32,
    #[serde(default)]
    courses: u32,
    course_level_at_least: Option<String>,
    responsibility_at_least: Option<String>,
    from_level: Option<String>,
}

/// The rules of a file, or the built-in ones. Answers a sentence that names the file and what is wrong in it.
pub fn read(file: Option<&Path>) -> Result<Ladder, String> {
    let Some(file) = file else { return parse(BUILT_IN) };
    let text = std::fs::read_to_string(file).map_err(|e| format!("--ladder {}: {e}", file.display()))?;
    parse(&text).map_err(|e| format!("--ladder {}: {e}", file.display()))
}

fn parse(text: &str) -> Result<Ladder, String> {
    let file: File = serde_json::from_str(text).map_err(|e| e.to_string())?;
    let steps = file.steps.into_iter().enumerate().map(|(i, step)| step.read(&format!("steps/{i}"))).collect::<Result<_, _>>()?;
    let ladder = Ladder { steps };
    ladder.check().map_err(|wrong| wrong.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))?;
    Ok(ladder)
}

impl Step {
    fn read(self, at: &str) -> Result<Rung, String> {
        let to = word(&format!("{at}/to"), &self.to, Level::parse, Level::CODES)?;
        let any_of = self.any_of.into_iter().enumerate().map(|(i, way)| way.read(&format!("{at}/any_of/{i}"))).collect::<Result<_, _>>()?;
        Ok(Rung { to, any_of })
    }
}

impl Way {
    fn read(self, at: &str) -> Result<Requirement, String> {
        let level = |field: &str, code: Option<String>| code.map(|code| word(&format!("{at}/{field}"), &code, Level::parse, Level::CODES)).transpose();
        let weight = |code: String| word(&format!("{at}/responsibility_at_least"), &code, Responsibility::parse, Responsibility::CODES);
        Ok(Requirement {
            participations: self.participations,
            minutes: self.minutes,
            courses: self.courses,
            course_level_at_least: level("course_level_at_least", self.course_level_at_least)?,
            responsibility_at_least: self.responsibility_at_least.map(weight).transpose()?,
            from_level: level("from_level", self.from_level)?,
        })
    }
}

fn word<T>(at: &str, code: &str, parse: fn(&str) -> Option<T>, codes: &str) -> Result<T, String> {
    parse(code).ok_or_else(|| format!("{at}: Must be one of: {}", codes.trim_end()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_file_says_what_the_ground_says() {
        assert_eq!(read(None), Ok(Ladder::default()));
    }

    #[test]
    fn a_city_may_have_rules_of_its_own() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("ladder.json");
        std::fs::write(&file, r#"{"steps": [{"to": "applied", "any_of": [{"courses": 2, "from_level": "introductory"}]}]}"#).unwrap();
        let ladder = read(Some(&file)).unwrap();
        let way = Requirement { courses: 2, from_level: Some(Level::Introductory), ..Requirement::default() };
        assert_eq!(ladder.steps, [Rung { to: Level::Applied, any_of: vec![way] }]);
        assert_eq!(parse(r#"{"steps": []}"#).map(|l| l.steps.len()), Ok(0), "or none");
    }

    #[test]
    fn what_is_wrong_in_a_file_is_named() {
        let wrong = |text: &str| parse(text).unwrap_err();
        assert!(wrong(r#"{"steps": [{"to": "master", "any_of": []}]}"#).starts_with("steps/0/to: "));
        assert!(wrong(r#"{"steps": [{"to": "basic", "any_of": [{"times": 3}]}]}"#).contains("times"));
        assert!(wrong(r#"{"steps": [{"to": "basic", "any_of": [{"participations": -3}]}]}"#).contains("-3"));
        assert!(
            wrong(r#"{"steps": [{"to": "basic", "any_of": [{"participations": 1, "responsibility_at_least": "boss"}]}]}"#)
                .starts_with("steps/0/any_of/0/responsibility")
        );
        assert!(wrong(r#"{"steps": [{"to": "basic", "any_of": [{}]}]}"#).starts_with("steps/0/any_of/0"));
        let missing = read(Some(Path::new("/nowhere/ladder.json"))).unwrap_err();
        assert!(missing.starts_with("--ladder /nowhere/ladder.json: "), "{missing}");
    }
}
