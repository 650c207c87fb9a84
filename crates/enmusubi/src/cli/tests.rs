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

fn rules(args: &[&str]) -> Result<enmusubi_domain::application::Rules, String> {
    match Cli::try_parse_from(["enmusubi", "serve"].iter().chain(args)).map_err(|e| e.to_string())?.command {
        Command::Serve(serve) => serve.taking_part.rules(),
        _ => unreachable!(),
    }
}

#[test]
fn the_rules_are_the_usual_ones_unless_something_else_is_set() {
    use enmusubi_domain::application::{Retention, Rules};
    assert_eq!(rules(&[]), Ok(Rules::default()));
    let words = [
        "answer-days",
        "proposal-days",
        "confirm-hours",
        "handover-minutes",
        "newcomer-release-hours",
        "invitations-per-week",
        "disclosure-days",
        "consent-age",
        "consent-each-age",
        "own-account-age",
        "keep-messages-days",
        "keep-applications-days",
        "keep-ended-applications-days",
        "keep-participations-days",
        "keep-consents-days",
        "keep-notices-days",
    ];
    let numbers = ["2", "3", "4", "5", "6", "7", "8", "20", "19", "18", "9", "10", "11", "30", "31", "12"];
    let args: Vec<String> = words.iter().zip(numbers).map(|(word, number)| format!("--{word}={number}")).collect();
    let set = Rules {
        answer_days: 2,
        proposal_days: 3,
        confirm_hours: 4,
        handover_minutes: 5,
        newcomer_release_hours: 6,
        invitations_per_week: 7,
        disclosure_days: 8,
        consent_age: 20,
        consent_each_age: 19,
        own_account_age: 18,
        retention: Retention { messages: 9, applications: 10, ended_applications: 11, participations: 30, consents: 31, notices: 12 },
    };
    assert_eq!(rules(&args.iter().map(String::as_str).collect::<Vec<_>>()), Ok(set));
}

#[test]
fn rules_that_do_not_go_together_are_refused_by_name() {
    for (args, said) in [
        (vec!["--consent-age", "15"], "--consent-each-age"),
        (vec!["--own-account-age", "17"], "--own-account-age"),
        (vec!["--keep-applications-days", "29"], "--disclosure-days"),
        (vec!["--keep-ended-applications-days", "364"], "--keep-ended-applications-days"),
        (vec!["--answer-days", "0"], "--answer-days"),
        (vec!["--keep-participations-days", "29"], "--keep-participations-days"),
        (vec!["--invitations-per-week", "51"], "--invitations-per-week"),
    ] {
        let refused = rules(&args).unwrap_err();
        assert!(refused.contains(said), "{args:?}: {refused}");
    }
}
