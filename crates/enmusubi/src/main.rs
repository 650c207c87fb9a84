//! 地域の縁結び: one binary. What it can do stands in `enmusubi --help`.

use clap::Parser;
use std::process::ExitCode;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    match enmusubi::commands::run(enmusubi::cli::Cli::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            enmusubi::console::note(&format!("enmusubi: {why}"));
            ExitCode::FAILURE
        }
    }
}
