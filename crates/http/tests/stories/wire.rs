use serde_json::Value;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

/// What came back.
#[derive(Debug, Clone)]
pub struct Answer {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(n, _)| n.eq_ignore_ascii_case(name)).map(|(_, v)| v.as_str())
    }

    pub fn text(&self) -> String {
        String::from_utf8(self.body.clone()).unwrap()
    }

    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|e| panic!("{e}: {self:?}"))
    }

    /// The status must be this one.
    pub fn expect(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{:?} {}", self.headers, String::from_utf8_lossy(&self.body));
        self
    }

    /// The same but for what differs with every request: two answers to callers who must not see a difference are equal without it.
    pub fn without_trace(mut self) -> Self {
        let trace = self.header("trace-id").unwrap().to_owned();
        self.headers.retain(|(name, _)| !["trace-id", "date"].contains(&name.to_ascii_lowercase().as_str()));
        // Headers come in no order, and so do the names in the one of CORS.
        for (_, value) in self.headers.iter_mut().filter(|(name, _)| name.eq_ignore_ascii_case("access-control-expose-headers")) {
            let mut names: Vec<&str> = value.split(", ").collect();
            names.sort_unstable();
            *value = names.join(", ");
        }
        self.headers.sort();
        self.body = self.text().replace(&trace, "…").into_bytes();
        self
    }

    /// Ids of the results.
    pub fn ids(&self) -> Vec<String> {
        self.json()["results"].as_array().unwrap().iter().map(|r| r["id"].as_str().unwrap().to_owned()).collect()
    }

    /// A refusal's status, code, and what it names.
    pub fn refusal(&self) -> (u16, String, Vec<String>) {
        assert_eq!(self.header("content-type"), Some("application/problem+json"), "{self:?}");
        let problem = self.json();
        assert_eq!(problem["status"], self.status);
        assert_eq!(problem["trace_id"].as_str(), self.header("trace-id"));
        let named = problem["errors"].as_array().unwrap().iter().map(|e| e["parameter"].as_str().or(e["pointer"].as_str()).unwrap().to_owned());
        (self.status, problem["code"].as_str().unwrap().to_owned(), named.collect())
    }
}

/// Sends bytes and reads one answer.
pub fn exchange(address: SocketAddr, request: &[u8], head_only: bool) -> Answer {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    // A server that refuses early may close while we still send: what it said counts.
    let _refused_early = stream.write_all(request);
    let mut raw = vec![];
    let _closed = stream.read_to_end(&mut raw);
    parse(&raw, head_only)
}

fn parse(raw: &[u8], head_only: bool) -> Answer {
    let end = raw.windows(4).position(|w| w == b"\r\n\r\n").unwrap_or_else(|| panic!("no head in {:?}", String::from_utf8_lossy(raw)));
    let head = std::str::from_utf8(&raw[..end]).unwrap();
    let mut lines = head.split("\r\n");
    let status = lines.next().unwrap().split(' ').nth(1).unwrap().parse().unwrap();
    let mut headers: Vec<(String, String)> = lines.filter_map(|l| l.split_once(": ")).map(|(n, v)| (n.to_owned(), settled(n, v))).collect();
    // The order of different headers means nothing (RFC 9110, 5.3), and the server's is another with each answer.
    headers.sort_by(|a, b| a.0.cmp(&b.0));
    let chunked = headers.iter().any(|(n, v)| n.eq_ignore_ascii_case("transfer-encoding") && v == "chunked");
    let rest = &raw[end + 4..];
    let body = if head_only {
        assert!(rest.is_empty(), "a HEAD has no body");
        vec![]
    } else if chunked {
        unchunked(rest)
    } else {
        rest.to_vec()
    };
    Answer { status, headers, body }
}

/// A list whose order is another with each answer, in one order.
fn settled(name: &str, value: &str) -> String {
    if !name.eq_ignore_ascii_case("access-control-expose-headers") {
        return value.to_owned();
    }
    let mut names: Vec<&str> = value.split(", ").collect();
    names.sort_unstable();
    names.join(", ")
}

fn unchunked(mut rest: &[u8]) -> Vec<u8> {
    let mut body = vec![];
    loop {
        let line = rest.windows(2).position(|w| w == b"\r\n").unwrap();
        let size = usize::from_str_radix(std::str::from_utf8(&rest[..line]).unwrap(), 16).unwrap();
        if size == 0 {
            return body;
        }
        body.extend_from_slice(&rest[line + 2..line + 2 + size]);
        rest = &rest[line + 4 + size..];
    }
}
