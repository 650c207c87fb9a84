use clap::Subcommand;

/// What can be done with the keys that sign access tokens.
#[derive(Debug, Clone, PartialEq, Eq, Subcommand)]
pub enum KeyCommand {
    /// Show every key: its id, since when it signs, and whether its private half is here
    List,
    /// Make a new key, which takes over in ten minutes; nobody has to log in again
    Rotate,
    /// Take a key back at once: whatever it signed counts no more
    Revoke {
        /// Id of the key, as `key list` shows it
        #[arg(value_name = "KID")]
        kid: String,
    },
}
