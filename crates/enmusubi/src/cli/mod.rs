//! Commands and settings: each with a flag, an environment variable where it lasts, and a sentence.

/// Settings of `enmusubi account`.
mod account;
/// Settings of `enmusubi key`.
mod keys;
/// Settings of `enmusubi lab`.
mod lab;
/// Settings of letters.
mod mail;
/// Addresses in the network.
mod network;
/// Settings of taking part, and of how long things are kept.
mod taking_part;

pub use account::{AccountCommand, CreateAccount, StaffRole};
pub use keys::KeyCommand;
pub use lab::{Lab, LabCommand};
pub use mail::Mail;
pub use network::Range;
pub use taking_part::TakingPart;

use clap::{ArgAction, Args, Parser, Subcommand, ValueEnum};
use std::net::SocketAddr;
use std::path::PathBuf;

/// 地域の縁結び: joins people to the civic life of a city.
///
/// One binary: a JSON API that matches volunteers to groups and activities by theme, area, level and available time.
/// Try it: `enmusubi serve --demo`, then open <http://127.0.0.1:8080/>.
#[derive(Debug, Parser)]
#[command(name = "enmusubi", version, max_term_width = 110, arg_required_else_help = true, subcommand_required = true)]
pub struct Cli {
    /// Settings that hold for every command.
    #[command(flatten)]
    pub common: Common,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// Settings that hold for every command.
#[derive(Debug, Clone, Args)]
pub struct Common {
    /// Directory for what the service keeps itself: the embedded database, the index, keys. Created when missing
    #[arg(long, global = true, env = "ENMUSUBI_DATA_DIR", default_value = "./enmusubi-data", value_name = "DIR")]
    pub data_dir: PathBuf,

    /// Where the truth is kept: sqlite:PATH (embedded) or postgres://user@host/name [default: sqlite:<data-dir>/enmusubi.db]
    #[arg(long, global = true, env = "ENMUSUBI_DATABASE_URL", value_name = "URL", hide_env_values = true)]
    pub database_url: Option<String>,

    /// Directory of private keys: readable by its owner only, and backed up apart from the database [default: <data-dir>/keys]
    #[arg(long, global = true, env = "ENMUSUBI_KEYS_DIR", value_name = "DIR")]
    pub keys_dir: Option<PathBuf>,

    /// Time zone of the city, an IANA name
    #[arg(long, global = true, env = "ENMUSUBI_TIME_ZONE", default_value = "Asia/Tokyo", value_name = "ZONE")]
    pub time_zone: chrono_tz::Tz,

    /// Public holidays of the city: jp (Japan's, by rule), none, or a CSV file of date,name
    #[arg(long, global = true, env = "ENMUSUBI_HOLIDAYS", default_value = "jp", value_name = "jp|none|FILE")]
    pub holidays: String,

    /// What is logged: error, warn, info, debug, or directives such as info,enmusubi_search=debug
    #[arg(long, global = true, env = "ENMUSUBI_LOG", default_value = "warn", value_name = "LEVEL")]
    pub log: String,

    /// How log lines look
    #[arg(long, global = true, env = "ENMUSUBI_LOG_FORMAT", default_value = "text", value_enum)]
    pub log_format: LogFormat,
}

impl Common {
    /// The database's URL, or that of the embedded one in the data directory.
    pub fn database_url(&self) -> String {
        self.database_url.clone().unwrap_or_else(|| format!("sqlite:{}", self.data_dir.join("enmusubi.db").display()))
    }
}

impl Common {
    /// The directory of private keys.
    pub fn keys_dir(&self) -> PathBuf {
        self.keys_dir.clone().unwrap_or_else(|| self.data_dir.join("keys"))
    }
}

/// How log lines look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LogFormat {
    /// For people.
    Text,
    /// One JSON object per line.
    Json,
}

/// What the program can do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Run the service
    Serve(Serve),
    /// Bring in opportunities, groups, areas, themes or synonyms from files
    Import(Import),
    /// Fill the database with a synthetic city of any size, for load tests
    Sample(Sample),
    /// Compare ranking policies on the same arrivals: who is found, who is left out
    Lab(Lab),
    /// Build the index anew beside the old one, then swap (a running service does it itself)
    Reindex,
    /// Compare every id and version in the index with the database
    VerifyIndex,
    /// Accounts of those who run the service
    #[command(subcommand)]
    Account(AccountCommand),
    /// The keys that sign access tokens
    #[command(subcommand)]
    Key(KeyCommand),
    /// Look at every line of the audit trail: changed, removed or added ones are found
    VerifyAudit,
    /// Print the OpenAPI document
    Openapi,
}

/// Settings of the running service.
#[derive(Debug, Clone, Args)]
pub struct Serve {
    /// Address and port to listen on; port 0 takes any free one
    #[arg(long, env = "ENMUSUBI_LISTEN", default_value = "127.0.0.1:8080", value_name = "ADDRESS")]
    pub listen: SocketAddr,

    /// Start with the demo town: Sapporo's ten wards, made-up groups and opportunities (on an empty database only)
    #[arg(long, env = "ENMUSUBI_DEMO")]
    pub demo: bool,

    /// Threads that answer requests [default: one per processor]
    #[arg(long, env = "ENMUSUBI_WORKERS", value_name = "N", value_parser = clap::value_parser!(u16).range(1..=256))]
    pub workers: Option<u16>,

    /// Requests one address may make per minute; beyond that it is asked to wait
    #[arg(long, env = "ENMUSUBI_REQUESTS_PER_MINUTE", default_value_t = 6000, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub requests_per_minute: u32,

    /// Address under which the API is reached from outside; access tokens name it as their issuer [default: http://<listen>]
    #[arg(long, env = "ENMUSUBI_PUBLIC_URL", value_name = "URL", value_parser = network::public_url)]
    pub public_url: Option<String>,

    /// Address ranges of proxies whose X-Forwarded-For is believed, such as 10.0.0.0/8,::1
    #[arg(long, env = "ENMUSUBI_TRUSTED_PROXIES", value_name = "CIDR,…", value_delimiter = ',')]
    pub trusted_proxies: Vec<Range>,

    /// A new group waits until a coordinator or administrator has let it in
    #[arg(long, env = "ENMUSUBI_REVIEW_NEW_GROUPS", default_value_t = true, action = ArgAction::Set, value_name = "true|false")]
    pub review_new_groups: bool,

    /// JSON file with the rules by which taking part raises a level, as GET /v1/ladder shows them [default: the built-in rules]
    #[arg(long, env = "ENMUSUBI_LADDER", value_name = "FILE")]
    pub ladder: Option<PathBuf>,

    /// How letters look and how they leave.
    #[command(flatten)]
    pub mail: Mail,

    /// What is decided about taking part, and for how long it is kept.
    #[command(flatten)]
    pub taking_part: TakingPart,
}

impl Serve {
    /// The address under which the API is reached, once it is known where it listens.
    pub fn public_url(&self, address: SocketAddr) -> String {
        // A wildcard address is no place to go to.
        let host = if address.ip().is_unspecified() { SocketAddr::from(([127, 0, 0, 1], address.port())) } else { address };
        self.public_url.clone().unwrap_or_else(|| format!("http://{host}"))
    }
}

/// What to bring in, and how to read it.
#[derive(Debug, Clone, Args)]
pub struct Import {
    /// Files to read, in this order
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,

    /// What the rows are
    #[arg(long, value_enum)]
    pub kind: ImportKind,

    /// How the files are written [default: by the file's ending, .csv or .jsonl; .txt for synonyms]
    #[arg(long, value_enum)]
    pub format: Option<ImportFormat>,

    /// Name of where the rows come from: a row is known again by this name and its reference
    #[arg(long, default_value = "import", value_name = "NAME")]
    pub source: String,

    /// TOML file that maps any CSV's columns and code values onto ours
    #[arg(long, value_name = "FILE")]
    pub mapping: Option<PathBuf>,

    /// Write what became of each row into this file, as JSON lines
    #[arg(long, value_name = "FILE")]
    pub report: Option<PathBuf>,
}

/// What the rows of an import are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ImportKind {
    /// Things one can join.
    Opportunities,
    /// Those who ask for help.
    Groups,
    /// The tree of areas.
    Areas,
    /// The list of themes.
    Themes,
    /// Words that mean the same.
    Synonyms,
}

/// How the files of an import are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ImportFormat {
    /// One JSON object per line.
    Jsonl,
    /// Our columns, or any columns with a mapping.
    Csv,
    /// The municipal open-data event list, both column families, UTF-8 or CP932.
    OdsEvent,
    /// Synonyms: one group per line.
    Text,
    /// Synonyms: a thesaurus in the Sudachi synonym format.
    Sudachi,
}

/// How large a city to make up.
#[derive(Debug, Clone, Args)]
pub struct Sample {
    /// How many opportunities
    #[arg(long, default_value_t = 10_000, value_name = "N")]
    pub opportunities: usize,

    /// How many groups
    #[arg(long, default_value_t = 1_000, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub groups: u32,

    /// How many volunteers: their wishes are written to --wishes as bodies of POST /v1/matches
    #[arg(long, default_value_t = 0, value_name = "N")]
    pub volunteers: usize,

    /// The same seed gives the same city
    #[arg(long, default_value_t = 1, value_name = "S")]
    pub seed: u64,

    /// Where the volunteers' wishes go, as JSON lines
    #[arg(long, value_name = "FILE", default_value = "wishes.jsonl")]
    pub wishes: PathBuf,
}

/// Every setting that has an environment variable, as the text of `.env.example`.
pub fn env_example() -> String {
    use clap::CommandFactory;
    let mut text = String::from("# Every setting of enmusubi with its default. Generated: `cargo test -p enmusubi env_example` compares it.\n");
    let command = Cli::command();
    let mut seen = std::collections::BTreeSet::new();
    let serve = command.find_subcommand("serve").into_iter().flat_map(|c| c.get_arguments());
    for arg in command.get_arguments().chain(serve) {
        let Some(env) = arg.get_env().map(|e| e.to_string_lossy().into_owned()) else { continue };
        if !seen.insert(env.clone()) {
            continue;
        }
        let help = arg.get_help().map(ToString::to_string).unwrap_or_default();
        let default: Vec<_> = arg.get_default_values().iter().map(|v| v.to_string_lossy().into_owned()).collect();
        text.push_str(&format!("\n# {help}\n#{env}={}\n", default.join(" ")));
    }
    text
}

#[cfg(test)]
mod tests;
