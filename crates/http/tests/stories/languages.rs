use crate::town::town;

#[test]
fn refusals_speak_japanese_unless_english_is_wanted() {
    let target = "/v1/opportunities?from=2026-12-31&to=2026-12-01";
    let ja = town().get(target).expect(422);
    assert_eq!(ja.header("content-language"), Some("ja"));
    assert_eq!(ja.json()["title"], "入力に誤りがあります");
    assert_eq!(ja.json()["errors"][0]["detail"], "終わりが始まりより前になっています。");
    for (header, lang) in [("en", "en"), ("en-US,en;q=0.9,ja;q=0.5", "en"), ("ja;q=0.3,en;q=0.2", "ja"), ("fr", "ja"), ("*", "ja"), ("x;q=y", "ja")] {
        let answer = town().get_with(target, &[("Accept-Language", header)]);
        assert_eq!(answer.header("content-language"), Some(lang), "{header}");
    }
    let en = town().get_with(target, &[("Accept-Language", "en")]).json();
    assert_eq!(en["title"], "Something in the request is wrong");
    assert_eq!(en["errors"][0]["detail"], "The end lies before the beginning.");
    assert_eq!(en["code"], ja.json()["code"], "codes are for programs and do not change");
}

#[test]
fn answers_say_what_they_depend_on() {
    let vary = town().get("/v1/themes").header("vary").unwrap().to_owned();
    for name in ["Accept", "Accept-Language", "Accept-Encoding"] {
        assert!(vary.contains(name), "{vary}");
    }
}

#[test]
fn a_trace_id_is_on_every_answer_and_continues_the_callers() {
    for target in ["/v1/themes", "/v1/nothing", "/livez", "/", "/docs/"] {
        assert_eq!(town().get(target).header("trace-id").unwrap().len(), 32, "{target}");
    }
    let given = "4bf92f3577b34da6a3ce929d0e0e4736";
    let answer = town().get_with("/v1/nothing", &[("traceparent", &format!("00-{given}-00f067aa0ba902b7-01"))]);
    assert_eq!(answer.header("trace-id"), Some(given));
    assert_eq!(answer.json()["trace_id"], given);
    for nonsense in ["x", "00-zz-1-01", "00-00000000000000000000000000000000-00f067aa0ba902b7-01"] {
        assert_eq!(town().get_with("/v1/themes", &[("traceparent", nonsense)]).header("trace-id").unwrap().len(), 32);
    }
}
