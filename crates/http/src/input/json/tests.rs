use super::read;
use crate::problem::{At, Problem};
use serde::Deserialize;

#[derive(Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
struct Wish {
    #[serde(default)]
    themes: Vec<Theme>,
    age: Option<u32>,
    home: Option<Home>,
}

#[derive(Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
struct Theme {
    code: String,
}

#[derive(Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
struct Home {
    lat: f64,
}

fn refused(json: &str) -> (u16, String, &'static str) {
    let problem = read::<Wish>(json.as_bytes()).unwrap_err();
    let (status, faults) = match problem {
        Problem::Unreadable(faults) => (400, faults),
        Problem::Wrong(faults) => (422, faults),
        other => panic!("{other}"),
    };
    let At::Pointer(pointer) = faults[0].at.clone() else { panic!("a pointer") };
    (status, pointer, faults[0].code)
}

#[test]
fn what_fits_is_read() {
    let wish: Wish = read(r#"{"themes": [{"code": "snow"}], "age": 34, "home": {"lat": 43}}"#.as_bytes()).unwrap();
    assert_eq!(wish, Wish { themes: vec![Theme { code: "snow".into() }], age: Some(34), home: Some(Home { lat: 43.0 }) });
    assert!(read::<Wish>(b"{}").is_ok());
    assert!(read::<Wish>(br#"{"age": null}"#).is_ok());
}

#[test]
fn a_refusal_points_at_the_member() {
    for (json, expected) in [
        (r#"{"themes": [{"code": "a"}, {"code": 5}]}"#, (422, "/themes/1/code", "wrong_type")),
        (r#"{"themes": [{"code": "a", "colour": 1}]}"#, (422, "/themes/0/colour", "unknown_member")),
        (r#"{"themes": [{}]}"#, (422, "/themes/0/code", "required")),
        (r#"{"themes": {"code": "a"}}"#, (422, "/themes", "wrong_type")),
        (r#"{"themes": null}"#, (422, "/themes", "wrong_type")),
        (r#"{"a/b~c": 1}"#, (422, "/a~1b~0c", "unknown_member")),
        (r#"{"age": "34"}"#, (422, "/age", "wrong_type")),
        (r#"{"age": -1}"#, (422, "/age", "wrong_type")),
        (r#"{"age": 3.5}"#, (422, "/age", "wrong_type")),
        (r#"{"age": 99999999999999999999}"#, (422, "/age", "wrong_type")),
        (r#"{"home": [43]}"#, (422, "/home", "wrong_type")),
        (r#"{"home": {"lat": true}}"#, (422, "/home/lat", "wrong_type")),
        (r#"[1]"#, (422, "", "wrong_type")),
        (r#""text""#, (422, "", "wrong_type")),
        (r#"{"age": 1, "age": 2}"#, (400, "/age", "duplicate_member")),
        (r#"{"home": {"lat": 1, "lat": 2}}"#, (400, "/home/lat", "duplicate_member")),
        (r#"{"themes": [{"code": "\ud800"}]}"#, (400, "/themes/0/code", "lone_surrogate")),
        (r#"{"themes": [{"code": "\udc00x"}]}"#, (400, "/themes/0/code", "lone_surrogate")),
        (r#"{"themes": [{"code": "\ud800\u0041"}]}"#, (400, "/themes/0/code", "lone_surrogate")),
        (r#"{"home": {"lat": 1e999}}"#, (400, "/home/lat", "malformed_json")),
        (r#"{"age": 1"#, (400, "", "malformed_json")),
        (r#"{"age": NaN}"#, (400, "/age", "malformed_json")),
        ("", (400, "", "malformed_json")),
        ("{} {}", (400, "", "malformed_json")),
    ] {
        let (status, pointer, code) = refused(json);
        assert_eq!((status, pointer.as_str(), code), expected, "{json}");
    }
    assert_eq!(refused(&"[".repeat(2000)).2, "too_deep");
    assert_eq!(refused(&r#"{"a":"#.repeat(2000)).2, "too_deep");
    assert!(matches!(read::<Wish>(b"\xff"), Err(Problem::Unreadable(_))));
}
