//! A ranking policy as a TOML file: the parameters only, under the names of the API. What a file leaves out stays as it is by default.

use crate::town::BORN_MS;
use enmusubi_domain::id::PolicyId;
use enmusubi_domain::matching::{AreaSteps, Policy, Weights};
use serde::{Deserialize, Serialize};
use std::path::Path;

/// The parameters, in the order in which they are written.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Parameters {
    stretch: u8,
    level_step: f32,
    remote_area: f32,
    flexible_time: f32,
    sibling_theme: f32,
    assumed_reach_km: f64,
    ladder: [u32; 3],
    guardian_age: u8,
    // Tables come last in TOML.
    weights: WeightsOf,
    equity: EquityOf,
    area_steps: StepsOf,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct WeightsOf {
    area: f32,
    time: f32,
    theme: f32,
    level: f32,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct EquityOf {
    beta: f32,
    window_days: u32,
    gamma: f32,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct StepsOf {
    ward: f32,
    adjacent: f32,
    city: f32,
}

impl Default for Parameters {
    fn default() -> Self {
        Self::of(&Policy::default())
    }
}

impl Default for WeightsOf {
    fn default() -> Self {
        Parameters::default().weights
    }
}

impl Default for EquityOf {
    fn default() -> Self {
        Parameters::default().equity
    }
}

impl Default for StepsOf {
    fn default() -> Self {
        Parameters::default().area_steps
    }
}

impl Parameters {
    fn of(p: &Policy) -> Self {
        Self {
            stretch: p.stretch,
            level_step: p.level_step,
            remote_area: p.remote_area,
            flexible_time: p.flexible_time,
            sibling_theme: p.sibling_theme,
            assumed_reach_km: f64::from(p.assumed_reach) / 1000.0,
            ladder: p.ladder,
            guardian_age: p.guardian_age,
            weights: WeightsOf { area: p.weights.area, time: p.weights.time, theme: p.weights.theme, level: p.weights.level },
            equity: EquityOf { beta: p.beta, window_days: p.window_days, gamma: p.gamma },
            area_steps: StepsOf { ward: p.area_steps.ward, adjacent: p.area_steps.adjacent, city: p.area_steps.city },
        }
    }

    /// A policy nobody has published: version 0, its id made from its parameters.
    fn policy(self, id: PolicyId) -> Policy {
        Policy {
            id,
            version: 0,
            weights: Weights { area: self.weights.area, time: self.weights.time, theme: self.weights.theme, level: self.weights.level },
            beta: self.equity.beta,
            window_days: self.equity.window_days,
            gamma: self.equity.gamma,
            area_steps: AreaSteps { ward: self.area_steps.ward, adjacent: self.area_steps.adjacent, city: self.area_steps.city },
            remote_area: self.remote_area,
            flexible_time: self.flexible_time,
            sibling_theme: self.sibling_theme,
            level_step: self.level_step,
            stretch: self.stretch,
            // What is no number, or too great, ends at a bound and is refused.
            assumed_reach: (self.assumed_reach_km * 1000.0).round() as u32,
            ladder: self.ladder,
            guardian_age: self.guardian_age,
        }
    }
}

/// Reads a policy from a file. Answers a sentence that names the file and the member that is wrong.
pub fn read(file: &Path) -> Result<Policy, String> {
    let text = std::fs::read_to_string(file).map_err(|e| format!("{}: {e}", file.display()))?;
    parse(&text).map_err(|e| format!("{}: {e}", file.display()))
}

/// Reads a policy from TOML. Answers a sentence that names the member that is wrong.
pub fn parse(toml: &str) -> Result<Policy, String> {
    let parameters: Parameters = toml::from_str(toml).map_err(|e| e.to_string())?;
    let written = toml::to_string(&parameters).map_err(|e| e.to_string())?;
    let policy = parameters.policy(PolicyId::derived(BORN_MS, &written));
    policy.check().map_err(|wrong| wrong.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))?;
    Ok(policy)
}

/// The parameters of a policy as such a file.
pub fn text(policy: &Policy) -> String {
    toml::to_string(&Parameters::of(policy)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_policy_written_and_read_again_is_the_same_and_its_numbers_stay_short() {
        let policy = Policy { beta: 0.85, window_days: 14, ladder: [1, 2, 3], ..Policy::default() };
        let written = text(&policy);
        assert!(written.contains("beta = 0.85\n"), "{written}");
        let read = parse(&written).unwrap();
        assert_eq!(Policy { id: policy.id, version: policy.version, ..read }, policy);
        assert_eq!(text(&parse("").unwrap()), text(&Policy::default()), "an empty file is the default");
    }

    #[test]
    fn what_a_file_leaves_out_stays_inside_a_table_too() {
        let policy = parse("[weights]\nlevel = 0.5\n").unwrap();
        assert_eq!(policy.weights, Weights { level: 0.5, ..Policy::default().weights });
        assert_ne!(policy.id, parse("").unwrap().id, "other parameters are another policy");
    }

    #[test]
    fn what_is_wrong_is_named() {
        assert!(parse("[equity]\nbetta = 0.9").unwrap_err().contains("betta"));
        assert!(parse("[weights]\ncolour = 1.0").unwrap_err().contains("colour"));
        assert!(parse("[equity]\nbeta = 1.5").unwrap_err().contains("equity/beta"));
        let missing = read(Path::new("/nowhere/policy.toml")).unwrap_err();
        assert!(missing.contains("/nowhere/policy.toml"), "{missing}");
    }
}
