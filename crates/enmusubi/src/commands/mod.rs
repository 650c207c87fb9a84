//! One file per command. Each answers a sentence for people when it cannot do what it should.

/// `enmusubi account`.
mod account;
/// `enmusubi import`.
mod import;
/// `enmusubi key`.
mod key;
/// `enmusubi lab`.
mod lab;
/// `enmusubi reindex`.
mod reindex;
/// `enmusubi sample`.
mod sample;
/// `enmusubi serve`.
mod serve;
/// `enmusubi verify-audit`.
mod verify_audit;
/// `enmusubi verify-index`.
mod verify_index;

use crate::cli::{AccountCommand, Cli, Command, Common};
use crate::node::{Places, Workshop};
use crate::{calendar, console, logging};
use enmusubi_persistence::Store;
use std::fs::File;

/// Does what the command line says.
pub fn run(cli: Cli) -> Result<(), String> {
    logging::start(&cli.common)?;
    match cli.command {
        Command::Serve(settings) => serve::run(&cli.common, &settings),
        Command::Import(settings) => import::run(&cli.common, &settings),
        Command::Sample(settings) => sample::run(&cli.common, &settings),
        Command::Lab(settings) => lab::run(&cli.common, &settings),
        Command::Reindex => reindex::run(&cli.common),
        Command::VerifyIndex => verify_index::run(&cli.common),
        Command::Account(AccountCommand::Create(settings)) => account::create(&cli.common, &settings),
        Command::Key(command) => key::run(&cli.common, &command),
        Command::VerifyAudit => verify_audit::run(&cli.common),
        Command::Openapi => openapi(),
    }
}

fn openapi() -> Result<(), String> {
    let document = enmusubi_http::openapi().to_pretty_json().map_err(|e| format!("the document cannot be written: {e}"))?;
    console::say(&document);
    Ok(())
}

/// Opens an installation for the one process that works with its index.
fn open_alone(common: &Common) -> Result<(Workshop, File), String> {
    let lock = places(common)?.take().map_err(|e| format!("--data-dir {}: {e}", common.data_dir.display()))?;
    let lock = lock.ok_or_else(|| {
        format!("another process works with the index in {}: stop that one first, or give each its own --data-dir", common.data_dir.display())
    })?;
    Ok((open(common)?, lock))
}

fn places(common: &Common) -> Result<Places, String> {
    Places::below(&common.data_dir).map_err(|e| format!("--data-dir {}: {e}", common.data_dir.display()))
}

/// Opens the store and the places of an installation.
fn open(common: &Common) -> Result<Workshop, String> {
    let calendar = calendar::of(common)?;
    let places = places(common)?;
    let url = common.database_url();
    let store = Store::open(&url).map_err(|e| format!("{}: {e}", without_credentials(&url)))?;
    Ok(Workshop { store, places, calendar })
}

/// An address as it may be shown: who signs in, and with what, is left out.
fn without_credentials(url: &str) -> String {
    match (url.split_once("://"), url.rsplit_once('@')) {
        (Some((scheme, _)), Some((_, host))) => format!("{scheme}://{host}"),
        _ => url.to_owned(),
    }
}
