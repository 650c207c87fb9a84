use super::forge::{Forge, with, without};
use serde_json::{Value, json};

pub fn audiences(forge: &Forge) -> Vec<(&'static str, String)> {
    let iss = forge.user["iss"].as_str().unwrap();
    let (user, header) = (forge.user.to_string(), forge.header().to_string());
    let not_utf8 = [&user.as_bytes()[..user.len() - 1], b",\"\xff\":1}"].concat();
    vec![
        ("aud missing", forge.user_without("aud")),
        ("aud null", forge.user_with("aud", Value::Null)),
        ("aud an array with ours", forge.user_with("aud", json!(["enmusubi-api"]))),
        ("aud an array with ours and another", forge.user_with("aud", json!(["enmusubi-api", "other"]))),
        ("aud another", forge.user_with("aud", json!("enmusubi-web"))),
        ("aud in capitals", forge.user_with("aud", json!("ENMUSUBI-API"))),
        ("aud empty", forge.user_with("aud", json!(""))),
        ("iss missing", forge.user_without("iss")),
        ("iss null", forge.user_with("iss", Value::Null)),
        ("iss an array with ours", forge.user_with("iss", json!([iss]))),
        ("iss with a slash behind it", forge.user_with("iss", json!(format!("{iss}/")))),
        ("iss of the staging system", forge.user_with("iss", json!("https://staging.enmusubi.example"))),
        ("iss in capitals", forge.user_with("iss", json!(iss.to_uppercase()))),
        ("iss twice", forge.user_and(&format!("\"iss\":{}", json!(iss)))),
        ("sub twice", forge.user_and(&format!("\"sub\":{}", forge.user["sub"]))),
        ("exp twice", forge.user_and(&format!("\"exp\":{}", forge.now + 600))),
        ("sid twice", forge.user_and(&format!("\"sid\":{}", forge.user["sid"]))),
        ("roles", forge.user_with("roles", json!(["administrator"]))),
        ("cnf", forge.user_with("cnf", json!({"jkt": "x"}))),
        ("a member of no name", forge.user_with("", json!(1))),
        ("claims that are an array", forge.sign_raw(&header, "[]")),
        ("claims that are null", forge.sign_raw(&header, "null")),
        ("claims that are a text", forge.sign_raw(&header, json!(user).to_string())),
        ("claims that are empty", forge.sign_raw(&header, "{}")),
        ("claims with something behind them", forge.sign_raw(&header, format!("{user}{{}}"))),
        ("claims that are not UTF-8", forge.sign_raw(&header, not_utf8)),
    ]
}

pub fn times(forge: &Forge) -> Vec<(&'static str, String)> {
    let at = |iat: i64, nbf: i64, exp: i64| {
        let claims = with(&with(&with(&forge.user, "iat", json!(iat)), "nbf", json!(nbf)), "exp", json!(exp));
        forge.sign(&claims)
    };
    let now = forge.now;
    let exp = |text: &str| forge.sign_raw(&forge.header().to_string(), with(&forge.user, "exp", json!("@")).to_string().replace("\"@\"", text));
    vec![
        ("exp missing", forge.user_without("exp")),
        ("exp null", exp("null")),
        ("exp a text", exp(&format!("\"{}\"", now + 600))),
        ("exp a fraction", exp(&format!("{}.5", now + 600))),
        ("exp a whole fraction", exp(&format!("{}.0", now + 600))),
        ("exp with an exponent", exp("2e9")),
        ("exp negative", exp("-1")),
        ("exp 1e300", exp("1e300")),
        ("exp beyond 64 bits", exp("99999999999999999999")),
        ("exp the greatest number of 64 bits", exp("9223372036854775807")),
        ("exp an array", exp(&format!("[{}]", now + 600))),
        ("exp zero", exp("0")),
        ("exp 30 s ago", at(now - 630, now - 630, now - 30)),
        ("exp 31 s ago", at(now - 631, now - 631, now - 31)),
        ("exp a year ago", at(now - 31_536_600, now - 31_536_600, now - 31_536_000)),
        ("exp before iat", at(now + 10, now, now + 5)),
        ("exp before nbf", at(now, now + 20, now + 10)),
        ("nbf missing", forge.user_without("nbf")),
        ("nbf null", forge.user_with("nbf", Value::Null)),
        ("nbf a text", forge.user_with("nbf", json!(now.to_string()))),
        ("nbf in 31 s", at(now, now + 31, now + 600)),
        ("nbf negative", at(now, -1, now + 600)),
        ("iat missing", forge.user_without("iat")),
        ("iat null", forge.user_with("iat", Value::Null)),
        ("iat in 31 s", at(now + 31, now, now + 600)),
        ("iat in an hour", at(now + 3600, now, now + 4200)),
        ("iat negative", at(-1, now, now + 600)),
        ("a life of 901 s", at(now, now, now + 901)),
        ("a life of a year", at(now, now, now + 31_536_000)),
        ("a life of a year that ends in ten minutes", at(now + 600 - 31_536_000, now, now + 600)),
    ]
}

pub fn people(forge: &Forge) -> Vec<(&'static str, String)> {
    let client = |member: &str, value: Value| forge.sign(&with(&forge.client, member, value));
    let sub = forge.user["sub"].as_str().unwrap();
    vec![
        ("sub missing", forge.user_without("sub")),
        ("sub null", forge.user_with("sub", Value::Null)),
        ("sub a number", forge.user_with("sub", json!(1))),
        ("sub an array", forge.user_with("sub", json!([sub]))),
        ("sub empty", forge.user_with("sub", json!(""))),
        ("sub no id", forge.user_with("sub", json!("administrator"))),
        ("sub in capitals", forge.user_with("sub", json!(sub.to_uppercase()))),
        ("sub without hyphens", forge.user_with("sub", json!(sub.replace('-', "")))),
        ("sub in braces", forge.user_with("sub", json!(format!("{{{sub}}}")))),
        ("sub a URN", forge.user_with("sub", json!(format!("urn:uuid:{sub}")))),
        ("sub with a space", forge.user_with("sub", json!(format!("{sub} ")))),
        ("jti missing", forge.user_without("jti")),
        ("jti no id", forge.user_with("jti", json!("1"))),
        ("sid missing", forge.user_without("sid")),
        ("sid null", forge.user_with("sid", Value::Null)),
        ("sid no id", forge.user_with("sid", json!("x"))),
        ("sv missing", forge.user_without("sv")),
        ("sv a text", forge.user_with("sv", json!("1"))),
        ("sv negative", forge.user_with("sv", json!(-1))),
        ("sv a fraction", forge.user_with("sv", json!(1.0))),
        ("auth_time missing", forge.user_without("auth_time")),
        ("auth_time a text", forge.user_with("auth_time", json!("now"))),
        ("auth_time after iat", forge.user_with("auth_time", json!(forge.now + 31))),
        ("auth_time negative", forge.user_with("auth_time", json!(-1))),
        ("typ claim missing", forge.user_without("typ")),
        ("typ claim another", forge.user_with("typ", json!("refresh"))),
        ("typ claim in capitals", forge.user_with("typ", json!("USER"))),
        ("typ claim of a client on a person's token", forge.user_with("typ", json!("client"))),
        ("a person's token with scopes", forge.user_with("scope", json!("read"))),
        ("a person's token through another client", forge.user_with("client_id", json!(sub))),
        ("a person's token through no client", forge.user_without("client_id")),
        ("typ claim of a person on a client's token", client("typ", json!("user"))),
        ("a client's token with a login", client("sid", forge.user["sid"].clone())),
        ("a client's token with a login that is null", client("sid", Value::Null)),
        ("a client's token with a security version that is null", client("sv", Value::Null)),
        ("a client's token with an auth_time that is null", client("auth_time", Value::Null)),
        ("a client's token with an auth_time", client("auth_time", json!(forge.now))),
        ("a person's token with scopes that are null", forge.user_with("scope", Value::Null)),
        ("a client's token with a security version", client("sv", json!(1))),
        ("a client's token in another's name", client("client_id", json!(sub))),
        ("a client's token without scopes", forge.sign(&without(&forge.client, "scope"))),
        ("a client's token with scopes of no name", client("scope", json!(""))),
        ("a client's token with an unknown scope", client("scope", json!("read city:admin"))),
        ("a client's token with a scope twice", client("scope", json!("read read"))),
        ("a client's token with two spaces", client("scope", json!("read  feed"))),
        ("a client's token with scopes in an array", client("scope", json!(["read"]))),
    ]
}
