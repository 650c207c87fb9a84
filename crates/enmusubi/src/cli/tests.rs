use super::*;
use clap::CommandFactory;

#[test]
fn the_commands_are_consistent() {
    Cli::command().debug_assert();
}

#[test]
fn env_example_lists_every_setting() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../.env.example");
    if std::env::var_os("ENMUSUBI_WRITE_ENV_EXAMPLE").is_some() {
        std::fs::write(path, env_example()).unwrap();
    }
    assert_eq!(std::fs::read_to_string(path).unwrap(), env_example(), "run: ENMUSUBI_WRITE_ENV_EXAMPLE=1 cargo test -p enmusubi env_example");
}

#[test]
fn every_argument_explains_itself() {
    let command = Cli::command();
    for sub in command.get_subcommands() {
        assert!(sub.get_about().is_some(), "{}", sub.get_name());
        for arg in sub.get_arguments() {
            assert!(arg.get_help().is_some_and(|h| h.to_string().len() > 10), "{} {}", sub.get_name(), arg.get_id());
        }
    }
}

#[test]
fn a_mail_servers_address_is_not_printed() {
    let cli = Cli::try_parse_from(["enmusubi", "serve", "--smtp-url", "smtps://user:sesame@mail.example.jp"]).unwrap();
    assert!(!format!("{cli:?}").contains("sesame"));
}

#[test]
fn tokens_are_issued_by_the_address_one_can_go_to() {
    let serve = |args: &[&str]| match Cli::try_parse_from(["enmusubi", "serve"].iter().chain(args)).unwrap().command {
        Command::Serve(serve) => serve,
        _ => unreachable!(),
    };
    assert_eq!(serve(&[]).public_url("0.0.0.0:8081".parse().unwrap()), "http://127.0.0.1:8081");
    assert_eq!(serve(&[]).public_url("[::1]:80".parse().unwrap()), "http://[::1]:80");
    assert_eq!(serve(&["--public-url", "https://api.example.jp/"]).public_url("0.0.0.0:80".parse().unwrap()), "https://api.example.jp");
    let proxied = serve(&["--trusted-proxies", "10.0.0.0/8,::1", "--review-new-groups", "false"]);
    assert!(proxied.trusted_proxies.len() == 2 && !proxied.review_new_groups && serve(&[]).review_new_groups);
}
