use clap::{Args, Subcommand};
use std::path::PathBuf;

/// What to play through, and where the results go.
#[derive(Debug, Clone, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct Lab {
    /// Instead of a comparison
    #[command(subcommand)]
    pub command: Option<LabCommand>,

    /// What to play through: demo-town, new-york, or a TOML file [default: demo-town]
    #[arg(long, value_name = "NAME|FILE")]
    pub scenario: Option<String>,

    /// Another policy to compare, as a TOML file; it changes nothing in any installation. May be given several times
    #[arg(long = "policy", value_name = "FILE")]
    pub policies: Vec<PathBuf>,

    /// How many weeks are counted, after the warm-up [default: as the scenario says]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=520))]
    pub weeks: Option<u32>,

    /// The first seed; the scenario says how many follow. The same seed gives the same bytes [default: as the scenario says]
    #[arg(long, value_name = "S")]
    pub seed: Option<u64>,

    /// Arrivals from a log of searches instead of made-up ones: JSON lines, pseudonymous (docs/equity.md says which members)
    #[arg(long, value_name = "FILE")]
    pub arrivals: Option<PathBuf>,

    /// Draw listings served against connections into this file
    #[arg(long, value_name = "FILE")]
    pub svg: Option<PathBuf>,

    /// Write every figure into this file; a city records a member of it with PUT /v1/ranking-policies/{id}/measured-effect
    #[arg(long, value_name = "FILE")]
    pub json: Option<PathBuf>,
}

/// What the lab does beside comparing policies.
#[derive(Debug, Clone, Subcommand)]
pub enum LabCommand {
    /// Run the golden cases: hand-made ones that must come out as an experienced coordinator would put them
    Golden {
        /// A policy as a TOML file: lists what it moves in every case, and which factor is responsible
        #[arg(long, value_name = "FILE")]
        policy: Option<PathBuf>,

        /// Show one case in full: the conversation, the expected order, and the engine's own reasons
        #[arg(long, value_name = "ID")]
        case: Option<String>,
    },
}
