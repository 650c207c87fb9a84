use super::net::Net;
use crate::service::{Answer, Service};
use serde_json::Value;
use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;

/// Somebody who asks.
#[derive(Debug, Clone)]
pub struct Voice {
    pub name: &'static str,
    pub headers: Vec<(&'static str, String)>,
}

impl Voice {
    pub fn bearer(name: &'static str, token: &str) -> Self {
        Self { name, headers: vec![("Authorization", format!("Bearer {token}"))] }
    }
}

/// One answer: to whom, to what, and how far the story had come.
struct Heard {
    who: &'static str,
    operation: String,
    stage: &'static str,
    text: String,
}

/// An operation of the document.
#[derive(Debug, Clone)]
pub struct Operation {
    pub method: String,
    pub path: String,
    pub id: String,
    /// Parameters of its query.
    pub parameters: Vec<String>,
    /// Whether nobody need say who they are.
    pub is_public: bool,
}

/// Asks a service and writes down every answer.
pub struct Listener<'a> {
    town: &'a Service,
    operations: Vec<Operation>,
    heard: RefCell<Vec<Heard>>,
    stage: Cell<&'static str>,
}

/// To whom, by what, how far the story had come, whose, and what of theirs.
pub type Sight = (&'static str, String, &'static str, &'static str, &'static str);

impl<'a> Listener<'a> {
    pub fn new(town: &'a Service) -> Self {
        let document = town.get("/openapi.json").expect(200).json();
        let mut operations = vec![];
        for (path, item) in document["paths"].as_object().unwrap() {
            for (method, operation) in item.as_object().unwrap().iter().filter(|(_, o)| o["operationId"].is_string()) {
                let query = |p: &&Value| p["in"] == "query";
                let parameters = operation["parameters"].as_array().into_iter().flatten().filter(query);
                operations.push(Operation {
                    method: method.to_uppercase(),
                    path: path.clone(),
                    id: operation["operationId"].as_str().unwrap().to_owned(),
                    is_public: operation["security"].as_array().is_none_or(|all| all.iter().any(|s| s.as_object().is_some_and(|s| s.is_empty()))),
                    parameters: parameters.map(|p| p["name"].as_str().unwrap().to_owned()).collect(),
                });
            }
        }
        Self { town, operations, heard: RefCell::default(), stage: Cell::new("nobody asked") }
    }

    /// The story goes on.
    pub fn now(&self, stage: &'static str) {
        self.stage.set(stage);
    }

    pub fn operations(&self) -> &[Operation] {
        &self.operations
    }

    /// How many answers were written down.
    pub fn answers(&self) -> usize {
        self.heard.borrow().len()
    }

    /// Asks as somebody.
    pub fn ask(&self, who: &Voice, method: &str, path: &str, body: Option<&Value>) -> Answer {
        self.ask_with(who, method, path, &[], body)
    }

    /// The same with more headers.
    pub fn ask_with(&self, who: &Voice, method: &str, path: &str, headers: &[(&str, &str)], body: Option<&Value>) -> Answer {
        let mut all: Vec<(&str, &str)> = who.headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
        all.extend_from_slice(headers);
        let text = body.map(Value::to_string);
        let answer = self.town.send(method, path, &all, text.as_deref().map(|text| ("application/json", text)));
        let operation = self.operation(method, path);
        self.heard.borrow_mut().push(Heard { who: who.name, operation, stage: self.stage.get(), text: format!("{:?} {}", answer.headers, answer.text) });
        answer
    }

    /// What was answered to an operation, where it was answered at all.
    pub fn answers_to(&self, operation: &str) -> Vec<Value> {
        let heard = self.heard.borrow();
        let of = heard.iter().filter(|h| h.operation == operation);
        of.filter_map(|h| serde_json::from_str(&h.text[h.text.find("} {")? + 2..]).ok()).collect()
    }

    /// By which operation an address is answered.
    fn operation(&self, method: &str, address: &str) -> String {
        let path = address.split('?').next().unwrap_or_default();
        let fits = |template: &str| {
            let (a, b): (Vec<&str>, Vec<&str>) = (template.split('/').collect(), path.split('/').collect());
            a.len() == b.len() && a.iter().zip(&b).all(|(a, b)| a.contains('{') || a == b)
        };
        // What is written out goes before what is left open.
        let found = self.operations.iter().filter(|o| o.method == method && fits(&o.path)).min_by_key(|o| o.path.matches('{').count());
        found.map_or_else(|| format!("{method} {path}"), |o| o.id.clone())
    }

    /// What anybody has seen of anybody.
    pub fn sights(&self, net: &Net) -> BTreeSet<Sight> {
        let heard = self.heard.borrow();
        let seen = heard.iter().flat_map(|h| net.names(h.text.as_bytes()).into_iter().map(move |(of, field)| (h.who, h.operation.clone(), h.stage, of, field)));
        seen.collect()
    }
}
