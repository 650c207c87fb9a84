/// The head of a message and its text, whichever way it was encoded.
pub(super) fn decoded(message: &str) -> String {
    let (head, body) = message.split_once("\r\n\r\n").unwrap();
    let body = if head.contains("base64") {
        let bits: Vec<u8> = body.bytes().filter(|b| !b.is_ascii_whitespace() && *b != b'=').map(six).collect();
        bits.chunks(4)
            .flat_map(|c| {
                let word = c.iter().fold(0u32, |w, b| w << 6 | u32::from(*b)) << (6 * (4 - c.len()));
                word.to_be_bytes()[1..c.len()].to_vec()
            })
            .collect()
    } else {
        quoted(body)
    };
    format!("{head}\n\n{}", String::from_utf8(body).unwrap())
}

fn six(byte: u8) -> u8 {
    b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".iter().position(|b| *b == byte).unwrap() as u8
}

fn quoted(body: &str) -> Vec<u8> {
    let body = body.replace("=\r\n", "");
    let mut bytes = vec![];
    let mut rest = body.as_bytes();
    while let Some((&first, more)) = rest.split_first() {
        match (first, more.get(..2)) {
            (b'=', Some(hex)) => {
                bytes.push(u8::from_str_radix(std::str::from_utf8(hex).unwrap(), 16).unwrap());
                rest = &more[2..];
            }
            _ => {
                bytes.push(first);
                rest = more;
            }
        }
    }
    bytes
}
