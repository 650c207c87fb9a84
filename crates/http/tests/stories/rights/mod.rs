//! Every caller, every operation: what is answered is what the table says.

/// Where each operation reaches.
mod aim;
/// One of everything.
mod world;

use crate::people::Who;
use crate::town::Town;
use crate::wire::Answer;
use aim::{Aim, aimed};
use enmusubi_domain::access::{Decision, Ground, Operation, Target, decide};
use serde_json::Value;
use std::path::PathBuf;
use world::{WORLD, copy};

/// The type of a body, and one that fits.
type Sample = (String, String);

/// Every operation of the document: method, path, what it is, and a body that fits.
fn operations() -> Vec<(String, String, Operation, Option<Sample>)> {
    let document = serde_json::to_value(enmusubi_http::openapi()).unwrap();
    let mut all = vec![];
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, op) in item.as_object().unwrap().iter().filter(|(_, op)| op["operationId"].is_string()) {
            let code = op["operationId"].as_str().unwrap();
            let operation = Operation::parse(code).unwrap_or_else(|| panic!("{code} stands in no line of the table"));
            let body = op["requestBody"]["content"].as_object().and_then(|c| c.iter().next()).map(|(media, content)| {
                let example = &content["example"];
                (media.clone(), example.as_str().map_or_else(|| example.to_string(), str::to_owned))
            });
            all.push((method.to_uppercase(), path.clone(), operation, body));
        }
    }
    all
}

fn call(town: &Town, who: &Who, method: &str, address: &str, body: Option<&Sample>) -> Answer {
    let mine = who.headers();
    let mut headers: Vec<(&str, &str)> = mine.iter().map(|(name, value)| (*name, value.as_str())).collect();
    headers.push(("If-Match", "\"v1\""));
    // Calls that answer in a query what others say in a body.
    let address = if method == "DELETE" && address.starts_with("/v1/roles/") { format!("{address}?reason=moved%20away") } else { address.to_owned() };
    match body {
        Some((media, text)) => {
            headers.push(("Content-Type", media));
            town.send(method, &address, &headers, text.as_bytes())
        }
        None => town.send(method, &address, &headers, b""),
    }
}

/// An answer without what differs from request to request.
fn bare(answer: &Answer) -> (u16, Vec<(String, String)>, Value) {
    let mut body: Value = serde_json::from_slice(&answer.body).unwrap_or_default();
    body.as_object_mut().map(|o| o.remove("trace_id"));
    let personal = ["trace-id", "date", "ratelimit"];
    (answer.status, answer.headers.iter().filter(|(name, _)| !personal.contains(&name.to_ascii_lowercase().as_str())).cloned().collect(), body)
}

#[test]
fn the_table_is_complete() {
    let mut documented: Vec<Operation> = operations().into_iter().map(|(_, _, operation, _)| operation).collect();
    let mut table = Operation::ALL.to_vec();
    documented.sort();
    table.sort();
    let missing: Vec<_> = table.iter().filter(|o| !documented.contains(o)).collect();
    assert!(missing.is_empty(), "lines of the table that no route answers: {missing:?}");
    assert_eq!(documented, table, "an operation twice");
}

/// References that partners choose themselves: under a new one something new is entered.
fn enters_what_is_not_there(operation: Operation) -> bool {
    matches!(operation, Operation::PutPartnerOpportunity | Operation::PutPartnerGroup)
}

/// Every caller, every operation, what is near, far and absent: what is answered is what the table says, and whatever is foreign is
/// answered byte for byte as if it were not there.
#[test]
fn nobody_reaches_what_is_not_theirs() {
    let shared = copy();
    let mut untouched = None;
    let (mut refused, mut allowed, mut foreign) = (0, 0, 0);
    for (method, path, operation, body) in operations() {
        if operation.grounds().contains(&Ground::Anyone) {
            continue;
        }
        for (name, who, caller) in &WORLD.callers {
            for aim in [Aim::Near, Aim::Far, Aim::Absent] {
                let (address, facts) = aimed(&path, operation, aim);
                let target = match (&facts, aim) {
                    (None, _) => Target::Unseen,
                    (Some(_), _) if enters_what_is_not_there(operation) => Target::Unseen,
                    (Some(_), Aim::Absent) => Target::Absent,
                    (Some(facts), _) => Target::Object(facts),
                };
                let expected = match decide(caller, operation, target) {
                    Decision::SignIn => 401,
                    Decision::Forbidden => 403,
                    Decision::NotFound => 404,
                    Decision::Allow(_) => {
                        // Whoever may, may: in a world of their own, where it may change something.
                        let own = (method != "GET").then(|| untouched.take().unwrap_or_else(copy));
                        let answer = call(own.as_ref().unwrap_or(&shared), who, &method, &address, body.as_ref());
                        // What was refused changed nothing: the next one finds the world as it was.
                        untouched = own.filter(|_| answer.status >= 400);
                        assert!(![401, 403, 404].contains(&answer.status), "{name} may {method} {address} ({operation:?}, {aim:?}): {answer:?}");
                        assert!(answer.status < 500, "{name} {method} {address}: {answer:?}");
                        allowed += 1;
                        continue;
                    }
                };
                let answer = call(&shared, who, &method, &address, body.as_ref());
                assert_eq!(answer.status, expected, "{name} may not {method} {address} ({operation:?}, {aim:?}): {}", answer.text());
                refused += 1;
                if expected == 404 && aim == Aim::Far {
                    let (nowhere, _) = aimed(&path, operation, Aim::Absent);
                    let absent = call(&shared, who, &method, &nowhere, body.as_ref());
                    assert_eq!(bare(&answer), bare(&absent), "{name} {method} {address}: a foreign thing shows");
                    foreign += 1;
                }
            }
        }
    }
    println!("{refused} refused, {allowed} allowed, {foreign} foreign compared with absent");
    assert!(refused > 1_500 && allowed > 300 && foreign > 100, "{refused} {allowed} {foreign}");
}

/// The table as people read it. `ENMUSUBI_WRITE_ACCESS=1` writes the file anew; look at the difference before committing it.
#[test]
fn the_table_is_written_down_for_people() {
    let mut text = String::from(
        "# Who may do what · だれが何をできるか\n\n\
         Generated from the one table in `crates/domain/src/access/operation.rs`; a test compares it, another proves it complete against the\n\
         document of the API, and a third tries every caller on every operation. 「●」はできる操作。「自分の」団体・地域・企業に限ります。\n\n\
         A mark means: about what is theirs (their group, an area of theirs and what lies below it, their company, what they brought in).\n\
         Administrators and auditors reach everything in their rows. Whatever is foreign is answered as if it were not there.\n\n",
    );
    let grounds = Ground::ALL;
    text += &format!("| operation |{}\n", grounds.iter().map(|g| format!(" {} |", g.word(enmusubi_domain::text::Lang::En))).collect::<String>());
    text += &format!(
        "| 操作 |{}\n|---|{}\n",
        grounds.iter().map(|g| format!(" {} |", g.word(enmusubi_domain::text::Lang::Ja))).collect::<String>(),
        "---|".repeat(grounds.len())
    );
    // The header of a table is one line: the Japanese one stands below the rule.
    let lines: Vec<&str> = text.lines().collect();
    let (japanese, rule) = (lines[lines.len() - 2].to_owned(), lines[lines.len() - 1].to_owned());
    text = format!("{}\n{rule}\n{japanese}\n", lines[..lines.len() - 2].join("\n"));
    let documented = operations();
    for operation in Operation::ALL {
        let (method, path, ..) = documented.iter().find(|(_, _, o, _)| o == operation).unwrap();
        let marks: String = grounds.iter().map(|g| if operation.grounds().contains(g) { " ● |" } else { " |" }).collect();
        text += &format!("| `{method} {path}` |{marks}\n");
    }
    let file = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../docs/access.md");
    if std::env::var_os("ENMUSUBI_WRITE_ACCESS").is_some() {
        std::fs::write(&file, &text).unwrap();
    }
    let kept = std::fs::read_to_string(&file).unwrap_or_default();
    assert!(kept == text, "docs/access.md is not what the table says: run this test with ENMUSUBI_WRITE_ACCESS=1 and review the difference");
}
