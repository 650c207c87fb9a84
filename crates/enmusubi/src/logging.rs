//! What is logged, and how.

use crate::cli::{Common, LogFormat};
use tracing_subscriber::EnvFilter;

/// Sends logs to standard error, as the settings say. Answers a sentence if the directives cannot be read.
pub fn start(common: &Common) -> Result<(), String> {
    // What strangers send is no error of ours: the web server's complaints about it are heard only when asked for.
    let quiet = if common.log.contains("actix_http") { "" } else { "actix_http=off," };
    let filter = EnvFilter::try_new(format!("{quiet}{}", common.log)).map_err(|e| format!("--log: {e}"))?;
    let builder = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    let started = match common.log_format {
        LogFormat::Text => builder.with_target(false).try_init(),
        LogFormat::Json => builder.json().try_init(),
    };
    started.map_err(|e| format!("logging: {e}"))
}
