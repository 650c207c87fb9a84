use crate::service::{Service, run, words};

/// One clear line: what is wrong, and nothing of how the program is built.
fn refused(output: &std::process::Output, about: &str) {
    let said = words(output);
    assert!(!output.status.success(), "{said}");
    assert!(said.contains(about), "{said}");
    assert!(!said.contains("panicked") && !said.contains("RUST_BACKTRACE"), "{said}");
    assert!(said.trim().lines().count() <= 3, "{said}");
}

#[test]
fn an_unreachable_postgresql_is_one_clear_line_without_the_password() {
    let dir = tempfile::tempdir().unwrap();
    let output = run(dir.path(), &["--database-url", "postgres://somebody:secret@127.0.0.1:9/town", "serve", "--listen", "127.0.0.1:0"]);
    refused(&output, "127.0.0.1");
    assert!(!words(&output).contains("secret"), "{}", words(&output));
}

#[test]
fn a_file_that_is_no_database_is_left_alone() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("enmusubi.db");
    std::fs::write(&file, "this is somebody's letter, not a database at all ".repeat(50)).unwrap();
    let before = std::fs::read(&file).unwrap();
    let output = run(dir.path(), &["serve", "--listen", "127.0.0.1:0"]);
    refused(&output, "enmusubi.db");
    assert_eq!(std::fs::read(&file).unwrap(), before);
}

#[test]
fn two_processes_do_not_share_one_embedded_database() {
    let dir = tempfile::tempdir().unwrap();
    let town = Service::start(dir.path(), &["--demo"]);
    refused(&run(dir.path(), &["verify-index"]), "another process");
    refused(&run(dir.path(), &["sample", "--opportunities", "1"]), "enmusubi.db");
    assert_eq!(town.get("/livez").status, 200);
}

#[test]
fn a_wrong_setting_is_named() {
    let dir = tempfile::tempdir().unwrap();
    assert!(words(&run(dir.path(), &["--time-zone", "Mars/Olympus", "openapi"])).contains("--time-zone"));
    refused(&run(dir.path(), &["--holidays", "/nowhere/holidays.csv", "serve", "--listen", "127.0.0.1:0"]), "--holidays");
    refused(&run(dir.path(), &["--database-url", "mysql://x/y", "serve", "--listen", "127.0.0.1:0"]), "mysql");
}
