use super::*;
use crate::mail::{Letter, Written};
use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::sync::mpsc::{Receiver, channel};

const TOKEN: &str = "enl_token0123456789";

fn email() -> Email {
    Email::parse("email", "yuki@example.jp").unwrap()
}

fn sender() -> Sender {
    "地域の縁結び <no-reply@example.jp>".parse().unwrap()
}

fn letter(lang: Lang) -> Written {
    Letter::ResetPassword { token: TOKEN.into() }.written(lang, None)
}

fn now() -> DateTime<Utc> {
    "2026-11-24T08:00:00Z".parse().unwrap()
}

/// A mail server of a few lines: says `answer` to every RCPT, and hands over what it was told.
fn server(answer: &'static str) -> (String, Receiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("smtp://{}", listener.local_addr().unwrap());
    let (send, receive) = channel();
    std::thread::spawn(move || {
        let (stream, _) = listener.accept().unwrap();
        let mut out = stream.try_clone().unwrap();
        let mut told = String::new();
        let mut is_data = false;
        out.write_all(b"220 mail.example.jp\r\n").unwrap();
        for line in BufReader::new(stream).lines() {
            let line = line.unwrap();
            told.push_str(&line);
            told.push('\n');
            let reply = match line.split(' ').next().unwrap_or_default() {
                _ if is_data && line != "." => continue,
                "." => {
                    is_data = false;
                    let _ = send.send(std::mem::take(&mut told));
                    "250 kept"
                }
                "DATA" => {
                    is_data = true;
                    "354 go on"
                }
                "RCPT" => answer,
                "QUIT" => "221 bye",
                _ => "250 ok",
            };
            if out.write_all(format!("{reply}\r\n").as_bytes()).is_err() {
                break;
            }
        }
    });
    (url, receive)
}

#[test]
fn the_outbox_holds_one_file_for_each_letter_and_is_its_owners_only() {
    let dir = tempfile::tempdir().unwrap();
    let outbox = dir.path().join("data/outbox");
    let post = Post::outbox(&outbox, &sender()).unwrap();
    let id = Uuid::now_v7();
    for _ in 0..2 {
        post.send(id, &email(), &letter(Lang::En), now()).unwrap();
    }
    let files: Vec<_> = std::fs::read_dir(&outbox).unwrap().map(|f| f.unwrap().path()).collect();
    assert_eq!(files, [outbox.join(format!("{id}.eml"))]);
    assert!(!crate::private::is_open_to_others(&outbox).unwrap() && !crate::private::is_open_to_others(&files[0]).unwrap());
    let text = std::fs::read_to_string(&files[0]).unwrap();
    for header in [
        format!("Message-ID: <{id}@example.jp>"),
        "Date: Tue, 24 Nov 2026 08:00:00 +0000".into(),
        "To: yuki@example.jp".into(),
        "Subject: [Enmusubi] Choose another password".into(),
        "Auto-Submitted: auto-generated".into(),
        "Content-Language: en".into(),
        "MIME-Version: 1.0".into(),
        "Content-Type: text/plain; charset=utf-8".into(),
    ] {
        assert!(text.lines().any(|line| line == header), "{header}\n{text}");
    }
    assert!(text.lines().any(|line| line.trim() == TOKEN), "{text}");
}

#[test]
fn a_letter_in_the_outbox_is_read_as_it_lies_there() {
    let dir = tempfile::tempdir().unwrap();
    let post = Post::outbox(dir.path(), &sender()).unwrap();
    let id = Uuid::now_v7();
    let letter = letter(Lang::Ja);
    post.send(id, &email(), &letter, now()).unwrap();
    let text = std::fs::read_to_string(dir.path().join(format!("{id}.eml"))).unwrap().replace("\r\n", "\n");
    assert!(text.contains("Content-Transfer-Encoding: 8bit\n") && text.contains(&letter.body), "{text}");
}

#[test]
fn japanese_is_encoded_so_that_every_server_takes_it() {
    let (url, received) = server("250 ok");
    Post::server(&url, &sender()).unwrap().send(Uuid::now_v7(), &email(), &letter(Lang::Ja), now()).unwrap();
    let text = received.recv().unwrap();
    assert!(text.is_ascii() && text.contains("Subject: =?utf-8?b?") && text.contains("Content-Language: ja"), "{text}");
    assert!(text.lines().all(|line| line.len() <= 998), "{text}");
}

#[test]
fn nothing_that_is_said_can_become_a_header() {
    let dir = tempfile::tempdir().unwrap();
    let post = Post::outbox(dir.path(), &sender()).unwrap();
    for (i, evil) in ["a\r\nBcc: b@example.jp", "a\nBcc: b@example.jp", "a\rBcc: b@example.jp", "雪\r\nBcc: b@example.jp"].into_iter().enumerate() {
        let letters = [
            Written { subject: evil.into(), ..letter(Lang::Ja) },
            Letter::Invitation { token: TOKEN.into(), group: evil.into(), role: enmusubi_domain::access::RoleKind::Helper, by: Some(evil.into()) }
                .written(Lang::En, None),
        ];
        for letter in letters {
            let id = Uuid::now_v7();
            post.send(id, &email(), &letter, now()).unwrap();
            let text = std::fs::read_to_string(dir.path().join(format!("{id}.eml"))).unwrap();
            let (head, _) = text.split_once("\r\n\r\n").unwrap();
            assert!(!head.lines().any(|line| line.starts_with("Bcc")) && !head.replace("\r\n", "").contains(['\r', '\n']), "{i}: {head}");
        }
    }
}

#[test]
fn a_mail_server_receives_a_letter() {
    let (url, received) = server("250 ok");
    let post = Post::server(&url, &sender()).unwrap();
    post.send(Uuid::now_v7(), &email(), &letter(Lang::En), now()).unwrap();
    let told = received.recv().unwrap();
    assert!(told.contains("MAIL FROM:<no-reply@example.jp>") && told.contains("RCPT TO:<yuki@example.jp>"), "{told}");
    assert!(told.contains("Auto-Submitted: auto-generated"), "{told}");
}

#[test]
fn a_refusal_is_told_by_its_code_and_never_by_the_address() {
    let send = |answer| {
        let (url, _received) = server(answer);
        Post::server(&url, &sender()).unwrap().send(Uuid::now_v7(), &email(), &letter(Lang::Ja), now()).unwrap_err()
    };
    assert_eq!(send("550 <yuki@example.jp> is unknown here"), PostError::Never("the mail server knows no such mailbox (550)".into()));
    assert_eq!(send("451 yuki@example.jp: come back later"), PostError::Later("the mail server refused (451)".into()));
    let nobody = Post::server("smtp://127.0.0.1:1", &sender()).unwrap().send(Uuid::now_v7(), &email(), &letter(Lang::Ja), now());
    assert_eq!(nobody, Err(PostError::Later("the mail server cannot be reached".into())));
}

#[test]
fn a_password_does_not_travel_in_the_clear_and_is_not_shown() {
    for bad in
        ["smtp://user:sesame@mail.example.jp", "smtp://user:sesame@mail.example.jp?tls=opportunistic", "user:sesame@mail.example.jp", "smtps://user:sesame@"]
    {
        let why = Post::server(bad, &sender()).unwrap_err();
        assert!(!why.contains("sesame") && why.contains("--smtp-url"), "{why}");
    }
    for good in
        ["smtps://user:sesame@mail.example.jp:465", "smtp://user:sesame@mail.example.jp?tls=required", "smtp://user:sesame@localhost:2525", "smtp://relay"]
    {
        let post = Post::server(good, &sender()).unwrap();
        assert!(!format!("{post:?}").contains("sesame"));
    }
}

#[test]
fn a_sender_is_an_address_perhaps_with_a_name() {
    for good in ["enmusubi@localhost", "no-reply@example.jp", "地域の縁結び <no-reply@example.jp>"] {
        assert!(good.parse::<Sender>().is_ok(), "{good}");
    }
    for bad in ["", "enmusubi", "a@b\nBcc: c@d.jp"] {
        assert!(bad.parse::<Sender>().is_err(), "{bad}");
    }
}

#[test]
fn a_letter_that_can_be_stopped_says_where_in_its_headers_and_no_other_does() {
    let dir = tempfile::tempdir().unwrap();
    let post = Post::outbox(dir.path(), &sender()).unwrap();
    let address = format!("https://enmusubi.example.jp/v1/notice-stops/{}", "Ab-_".repeat(12));
    let text = |letter: &Written| {
        let id = Uuid::now_v7();
        post.send(id, &email(), letter, now()).unwrap();
        std::fs::read_to_string(dir.path().join(format!("{id}.eml"))).unwrap().replace("\r\n ", " ")
    };
    let told = text(&Written { stop: Some(address.clone()), ..letter(Lang::Ja) });
    assert!(told.contains(&format!("List-Unsubscribe: <{address}>\r\n")), "{told}");
    assert!(told.contains("List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"), "{told}");
    assert!(!text(&letter(Lang::Ja)).contains("List-Unsubscribe"));
}
