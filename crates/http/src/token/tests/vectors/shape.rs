use super::forge::{Forge, b64, hs256, loose_bits, malleable, with, without};
use aws_lc_rs::signature::Ed25519KeyPair;
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE, URL_SAFE_NO_PAD};
use serde_json::{Value, json};

pub fn headers(forge: &Forge) -> Vec<(&'static str, String)> {
    let alg = |name: &str| with(&forge.header(), "alg", json!(name));
    let kid = |name: &str| forge.header_with("kid", json!(name));
    let none = |name: &str| format!("{}.{}.", b64(alg(name).to_string()), b64(forge.user.to_string()));
    let public = URL_SAFE_NO_PAD.decode(&forge.x).unwrap();
    let jwk = json!({"kty": "OKP", "crv": "Ed25519", "x": forge.x});
    let twice = format!(r#"{{"typ":"at+jwt","alg":"none","alg":"EdDSA","kid":"{}"}}"#, forge.kid);
    let two_kids = format!(r#"{{"typ":"at+jwt","alg":"EdDSA","kid":"aaaaaaaaaaaa","kid":"{}"}}"#, forge.kid);
    let good = forge.header().to_string();
    let user = forge.user.to_string();
    vec![
        ("alg none without a signature", none("none")),
        ("alg None without a signature", none("None")),
        ("alg NONE without a signature", none("NONE")),
        ("alg none with a good signature", forge.under(alg("none"))),
        ("alg empty", forge.under(alg(""))),
        ("alg in lower case", forge.under(alg("eddsa"))),
        ("alg Ed25519", forge.under(alg("Ed25519"))),
        ("alg missing", forge.under(without(&forge.header(), "alg"))),
        ("alg null", forge.header_with("alg", Value::Null)),
        ("alg an array", forge.header_with("alg", json!(["EdDSA"]))),
        ("alg twice", forge.sign_raw(&twice, &user)),
        ("HS256 with the public key as its secret", forge.signed_by(alg("HS256"), hs256(&public))),
        ("HS256 with the public key's text as its secret", forge.signed_by(alg("HS256"), hs256(forge.x.as_bytes()))),
        ("EdDSA with an HMAC for a signature", forge.signed_by(forge.header(), hs256(&public))),
        ("RS256", forge.signed_by(alg("RS256"), |_| vec![1; 256])),
        ("ES256", forge.signed_by(alg("ES256"), |_| vec![1; 64])),
        ("typ JWT", forge.header_with("typ", json!("JWT"))),
        ("typ missing", forge.under(without(&forge.header(), "typ"))),
        ("typ in capitals", forge.header_with("typ", json!("AT+JWT"))),
        ("typ with its long name", forge.header_with("typ", json!("application/at+jwt"))),
        ("typ refresh", forge.header_with("typ", json!("refresh"))),
        ("kid missing", forge.under(without(&forge.header(), "kid"))),
        ("kid null", forge.header_with("kid", Value::Null)),
        ("kid a number", forge.header_with("kid", json!(1))),
        ("kid empty", kid("")),
        ("kid unknown", kid("0123456789ab")),
        ("kid in capitals", kid(&format!("A{}", &forge.kid[1..]))),
        ("kid a path", kid("../../etc/passwd")),
        ("kid SQL", kid("x' OR '1'='1")),
        ("kid with a line break", kid(&format!("{}\n", forge.kid))),
        ("kid of 2 kB", kid(&"a".repeat(2000))),
        ("kid twice", forge.sign_raw(&two_kids, &user)),
        ("jku", forge.header_with("jku", json!("https://evil.example/jwks.json"))),
        ("jwk", forge.header_with("jwk", jwk)),
        ("x5u", forge.header_with("x5u", json!("https://evil.example/cert.pem"))),
        ("x5c", forge.header_with("x5c", json!(["MIIB"]))),
        ("x5t", forge.header_with("x5t", json!("AAAA"))),
        ("crit", forge.header_with("crit", json!(["exp"]))),
        ("b64 false", forge.header_with("b64", json!(false))),
        ("zip", forge.header_with("zip", json!("DEF"))),
        ("enc", forge.header_with("enc", json!("A256GCM"))),
        ("cty", forge.header_with("cty", json!("JWT"))),
        ("a header that is an array", forge.sign_raw(r#"["at+jwt","EdDSA"]"#, &user)),
        ("a header with something behind it", forge.sign_raw(&format!("{good}x"), &user)),
        ("a header of no JSON", forge.sign_raw("alg: EdDSA", &user)),
        ("a header with a byte order mark", forge.sign_raw(&format!("\u{feff}{good}"), &user)),
    ]
}

pub fn signatures(forge: &Forge) -> Vec<(&'static str, String)> {
    let good = forge.sign(&forge.user);
    let (message, signature) = good.rsplit_once('.').unwrap();
    let stranger = Ed25519KeyPair::generate().unwrap();
    let cut = |bytes: &[u8]| format!("{message}.{}", b64(bytes));
    let raw = URL_SAFE_NO_PAD.decode(signature).unwrap();
    let of_client = forge.sign(&forge.client);
    vec![
        ("signed by a stranger", forge.signed_by(forge.header(), |m| stranger.sign(m).as_ref().to_vec())),
        ("no signature", format!("{message}.")),
        ("a signature of zeros", cut(&[0; 64])),
        ("a signature of the neutral point", cut(&[&[1][..], &[0; 63]].concat())),
        ("a signature too short", cut(&raw[..63])),
        ("a signature too long", cut(&[&raw[..], &[0]].concat())),
        ("a signature twice", cut(&[&raw[..], &raw[..]].concat())),
        ("another token's signature", format!("{message}.{}", of_client.rsplit_once('.').unwrap().1)),
        ("signature malleability, S + L", malleable(&good)),
        ("unused bits in the signature", loose_bits(&good, 2)),
        ("a signature in the other alphabet", format!("{message}.{}", STANDARD.encode(&raw))),
    ]
}

pub fn forms(forge: &Forge) -> Vec<(&'static str, String)> {
    let good = forge.sign(&forge.user);
    let parts: Vec<&str> = good.split('.').collect();
    let (header, claims, signature) = (parts[0], parts[1], parts[2]);
    let user = forge.user.to_string();
    // Padded so that its length leaves unused bits, whatever the length of the issuer.
    let pad = |rest: usize| (0..3).map(|n| format!("{user}{}", " ".repeat(n))).find(|text| text.len() % 3 == rest).unwrap();
    let loose = forge.sign_raw(&forge.header().to_string(), pad(1));
    let padded = format!("{}.{}", b64(forge.header().to_string()), URL_SAFE.encode(pad(1)));
    let padded = format!("{padded}.{}", b64(forge.pair().sign(padded.as_bytes())));
    let long = format!("{user}{}", " ".repeat(2000));
    vec![
        ("nothing", String::new()),
        ("two dots and nothing else", "..".into()),
        ("one part", header.into()),
        ("two parts", format!("{header}.{claims}")),
        ("four parts", format!("{good}.{signature}")),
        ("five parts, as encrypted tokens have", format!("{header}..{claims}.{signature}.{signature}")),
        ("a dot behind it", format!("{good}.")),
        ("a dot before it", format!(".{good}")),
        ("no header", format!(".{claims}.{signature}")),
        ("no claims", format!("{header}..{signature}")),
        ("header and claims exchanged", format!("{claims}.{header}.{signature}")),
        ("trailing garbage", format!("{good}x")),
        ("padding behind the signature", format!("{good}==")),
        ("padding behind the claims, signed", padded),
        ("unused bits in the claims", loose_bits(&loose, 1)),
        ("a space before it", format!(" {good}")),
        ("a space behind it", format!("{good} ")),
        ("a tab in it", format!("{header}.\t{claims}.{signature}")),
        ("a line break behind it", format!("{good}\n")),
        ("a zero byte behind it", format!("{good}\0")),
        ("a letter that is not ASCII", good.replacen('e', "е", 1)),
        ("the scheme in front of it once more", format!("Bearer {good}")),
        ("quotes around it", format!("\"{good}\"")),
        ("a percent-encoded dot", good.replacen('.', "%2E", 1)),
        ("two tokens", format!("{good},{good}")),
        ("more than 2,048 bytes, signed", forge.sign_raw(&forge.header().to_string(), long)),
        ("a megabyte", format!("{header}.{}.{signature}", "A".repeat(1_000_000))),
        ("a JWS in JSON", json!({"protected": header, "payload": claims, "signature": signature}).to_string()),
        ("a refresh token", format!("enr_{}", "0".repeat(49))),
        ("an API key", format!("enk_{}", "0".repeat(49))),
        ("a letter's token", format!("enl_{}", "0".repeat(49))),
    ]
}
