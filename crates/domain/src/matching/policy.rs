use crate::id::PolicyId;
use crate::invalid::{Invalid, Why};

/// Weights of the four factors of the person's side.
///
/// The defaults are the shares in which volunteers name what they look at when they choose: place 74 %, date and time
/// 68 %, field 64 %, whether beginners are welcome 19 % (ちばボランティアナビ survey, 2025, n = 102), normalised.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Weights {
    /// Where.
    pub area: f32,
    /// When.
    pub time: f32,
    /// About what.
    pub theme: f32,
    /// How difficult.
    pub level: f32,
}

/// How the `area` factor falls with distance in the tree of areas.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AreaSteps {
    /// Another district of the same ward.
    pub ward: f32,
    /// A ward that borders on it.
    pub adjacent: f32,
    /// Elsewhere in the city.
    pub city: f32,
}

/// The published, versioned parameters of ranking.
#[derive(Debug, Clone, PartialEq)]
pub struct Policy {
    /// Its id; every answer names it.
    pub id: PolicyId,
    /// Counts the policies.
    pub version: u32,
    /// Weights of the person's side.
    pub weights: Weights,
    /// What one recent connection leaves of a listing's place: `beta^connections`, in (0, 1].
    pub beta: f32,
    /// How many days a connection counts as recent.
    pub window_days: u32,
    /// How much an unfilled listing gains: `1 + gamma × unfilled share`, 0 to 1.
    pub gamma: f32,
    /// Falling of the area factor.
    pub area_steps: AreaSteps,
    /// Area factor of what one can join from anywhere.
    pub remote_area: f32,
    /// Time factor of what has no fixed dates.
    pub flexible_time: f32,
    /// Theme factor of a sibling (a theme of the same legal field).
    pub sibling_theme: f32,
    /// What each level below the person's, or beyond one above, takes away.
    pub level_step: f32,
    /// Reach in metres of a person who names a home and no reach: for the score only, no gate.
    pub assumed_reach: u32,
    /// Attended participations in a theme after which a person is taken to be at basic, applied and specialist level.
    pub ladder: [u32; 3],
    /// Under this age a guardian's consent is needed.
    pub guardian_age: u8,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            id: PolicyId::derived(1_764_000_000_000, "policy 1"),
            version: 1,
            weights: Weights { area: 0.33, time: 0.30, theme: 0.28, level: 0.09 },
            beta: 0.9,
            window_days: 7,
            gamma: 0.1,
            area_steps: AreaSteps { ward: 0.8, adjacent: 0.5, city: 0.3 },
            remote_area: 0.9,
            flexible_time: 0.9,
            sibling_theme: 0.5,
            level_step: 0.25,
            assumed_reach: 10_000,
            ladder: [3, 10, 30],
            guardian_age: 18,
        }
    }
}

/// What equity did to one result.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Equity {
    /// What the score is multiplied by to find the place in the list.
    pub factor: f32,
    /// Recent connections that were counted.
    pub connections: u32,
    /// Share of its places that are still free, 0 to 1; 0 where nobody counts them.
    pub unfilled: f32,
}

impl Policy {
    /// Looks for parameters that would break the promises of ranking.
    pub fn check(&self) -> Result<(), Vec<Invalid>> {
        let w = self.weights;
        let s = self.area_steps;
        let unit = [
            ("weights/area", w.area),
            ("weights/time", w.time),
            ("weights/theme", w.theme),
            ("weights/level", w.level),
            ("gamma", self.gamma),
            ("area_steps/ward", s.ward),
            ("area_steps/adjacent", s.adjacent),
            ("area_steps/city", s.city),
            ("remote_area", self.remote_area),
            ("flexible_time", self.flexible_time),
            ("sibling_theme", self.sibling_theme),
            ("level_step", self.level_step),
        ];
        let mut wrong: Vec<Invalid> =
            unit.iter().filter(|(_, v)| !(0.0..=1.0).contains(v)).map(|(f, _)| Invalid::new(*f, Why::OutOfRange { min: 0.0, max: 1.0 })).collect();
        if !(self.beta > 0.0 && self.beta <= 1.0) {
            wrong.push(Invalid::new("beta", Why::OutOfRange { min: f64::MIN_POSITIVE, max: 1.0 }));
        }
        if [w.area, w.time, w.theme, w.level].iter().all(|x| *x == 0.0) {
            wrong.push(Invalid::new("weights", Why::Required));
        }
        if self.assumed_reach == 0 {
            wrong.push(Invalid::new("assumed_reach", Why::OutOfRange { min: 1.0, max: f64::from(u32::MAX) }));
        }
        if wrong.is_empty() { Ok(()) } else { Err(wrong) }
    }

    /// `beta^connections × (1 + gamma × unfilled)`, the power by repeated multiplication.
    pub fn equity(&self, connections: u32, unfilled: f32) -> Equity {
        // Beyond 200 connections the power no longer changes anybody's place.
        let power = (0..connections.min(200)).fold(1.0f32, |p, _| p * self.beta);
        Equity { factor: power * (1.0 + self.gamma * unfilled), connections, unfilled }
    }
}
