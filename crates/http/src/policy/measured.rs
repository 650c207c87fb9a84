use crate::input::Wrong;
use crate::opportunity::local;
use crate::problem::Problem;
use crate::role::moment;
use chrono::{DateTime, FixedOffset};
use chrono_tz::Tz;
use enmusubi_domain::matching::MeasuredEffect;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Declares what is sent and what is shown: the same members, but for the form of the moment.
macro_rules! measured {
    ($($(#[$of:meta])* $member:ident: $kind:ty,)*) => {
        /// What the lab measured of a policy: `measured_effect` of `enmusubi lab --json`, as it stands there. 試算の結果。
        #[derive(Debug, Deserialize, ToSchema)]
        #[serde(deny_unknown_fields)]
        #[schema(as = MeasuredEffectRequest)]
        pub struct MeasuredEffectRequest {
            $($(#[$of])* $member: $kind,)*
            /// When it was measured (RFC 3339).
            #[schema(format = DateTime, max_length = 40, example = "2026-11-29T00:00:00Z")]
            measured_at: String,
        }

        /// What a policy does to who is found, as the lab measured it. 試算の結果。
        #[derive(Debug, Serialize, ToSchema)]
        #[schema(as = MeasuredEffect)]
        pub struct MeasuredEffectView {
            $($(#[$of])* pub $member: $kind,)*
            /// When it was measured.
            pub measured_at: DateTime<FixedOffset>,
        }

        impl MeasuredEffectRequest {
            /// What was measured, or every member that is wrong.
            pub fn read(self) -> Result<MeasuredEffect, Problem> {
                let mut wrong = Wrong::default();
                let at = wrong.take(moment("measured_at", &self.measured_at));
                let effect = MeasuredEffect { measured_at: at.unwrap_or_default(), $($member: self.$member,)* };
                wrong.with(effect.check()).finish().map(|()| effect)
            }
        }

        impl MeasuredEffectView {
            /// Shows what was measured.
            pub fn of(effect: &MeasuredEffect, tz: Tz) -> Self {
                Self { measured_at: local(effect.measured_at, tz), $($member: effect.$member.clone(),)* }
            }
        }
    };
}

measured! {
    /// Which scenario was played.
    #[schema(max_length = 120, example = "demo-town")]
    scenario: String,
    /// Its first seed.
    #[schema(minimum = 0, maximum = 9_007_199_254_740_991_u64, example = 1)]
    seed: u64,
    /// Weeks that were counted.
    #[schema(minimum = 1, maximum = 520, example = 52)]
    weeks: u32,
    /// Visitors a week.
    #[schema(minimum = 1, maximum = 1_000_000, example = 300)]
    visitors_per_week: u32,
    /// What it was compared with.
    #[schema(max_length = 120, example = "relevance")]
    against: String,
    /// Change of the listings served a week: 0.06 is six in a hundred more.
    #[schema(minimum = -1, maximum = 1000, example = 0.058)]
    served_per_week_change: Option<f64>,
    /// Change of connections.
    #[schema(minimum = -1, maximum = 1000, example = -0.028)]
    connections_change: Option<f64>,
    /// What the best ten results lose against relevance alone: a policy with more than 0.05 is beyond the guard.
    #[schema(minimum = -1, maximum = 1, example = 0.006)]
    ndcg_at_10_loss: Option<f64>,
    /// How unequally connections are spread over listings.
    #[schema(minimum = 0, maximum = 1, example = 0.351)]
    gini: Option<f64>,
    /// Share of the need that is filled.
    #[schema(minimum = 0, maximum = 1, example = 0.11)]
    share_of_need_filled: Option<f64>,
    /// The version of the program that measured.
    #[schema(max_length = 120, example = "0.1.0")]
    program_version: String,
}
