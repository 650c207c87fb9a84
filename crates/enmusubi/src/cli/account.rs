use clap::{Args, Subcommand, ValueEnum};

/// What can be done with accounts at the command line.
#[derive(Debug, Subcommand)]
pub enum AccountCommand {
    /// Make an account with a role: the first administrator of an installation, for example
    Create(CreateAccount),
}

/// An account with a role.
#[derive(Debug, Clone, Args)]
pub struct CreateAccount {
    /// What the account may do
    #[arg(long, value_enum)]
    pub role: StaffRole,

    /// The address with which its owner logs in
    #[arg(long, value_name = "ADDRESS")]
    pub email: String,

    /// What its owner is called [default: the role]
    #[arg(long, value_name = "NAME")]
    pub name: Option<String>,

    /// Codes of the areas a coordinator looks after, what lies below them included
    #[arg(long, value_name = "CODE", value_delimiter = ',')]
    pub area: Vec<String>,

    /// Codes of the themes a coordinator looks after [default: all]
    #[arg(long, value_name = "CODE", value_delimiter = ',')]
    pub theme: Vec<String>,

    /// Read the password from standard input, one line; otherwise one is made up and shown once
    #[arg(long)]
    pub password_stdin: bool,
}

/// Roles that are given at the command line. All others are given by people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum StaffRole {
    /// Runs the service for the city.
    Admin,
    /// Reads what was done.
    Auditor,
    /// Joins people and groups in areas.
    Coordinator,
}
