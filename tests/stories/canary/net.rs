use crate::secrets::{base64, forms};
use std::collections::{BTreeSet, HashMap};

/// A text that stands for one person and one field, and nowhere else.
#[derive(Debug, Clone)]
pub struct Canary {
    /// Whose it is.
    pub of: &'static str,
    /// What of them.
    pub field: &'static str,
    /// The text.
    pub text: String,
}

/// Looks for many texts at once, each in every form in which it may hide.
pub struct Net {
    canaries: Vec<Canary>,
    /// Forms by their first four bytes.
    forms: HashMap<[u8; 4], Vec<(usize, Vec<u8>)>>,
    /// Which pairs of bytes any form begins with: most of a haystack is passed over by this alone.
    begins: Vec<bool>,
}

impl Net {
    pub fn new(canaries: Vec<Canary>) -> Self {
        let (mut all, mut begins): (HashMap<[u8; 4], Vec<_>>, _) = (HashMap::new(), vec![false; 1 << 16]);
        for (n, canary) in canaries.iter().enumerate() {
            assert!(canary.text.len() >= 9, "{canary:?} is too short to be looked for");
            let others = canaries.iter().filter(|c| c.text.contains(&canary.text)).count();
            assert_eq!(others, 1, "{canary:?} must stand for one thing");
            for form in everywhere(&canary.text) {
                begins[usize::from(form[0]) << 8 | usize::from(form[1])] = true;
                all.entry(form[..4].try_into().unwrap()).or_default().push((n, form));
            }
        }
        Self { canaries, forms: all, begins }
    }

    pub fn canaries(&self) -> &[Canary] {
        &self.canaries
    }

    /// Which of them stand in something.
    pub fn caught(&self, haystack: &[u8]) -> BTreeSet<usize> {
        let mut found = BTreeSet::new();
        for (at, window) in haystack.windows(4).enumerate() {
            if self.begins[usize::from(window[0]) << 8 | usize::from(window[1])]
                && let Some(forms) = self.forms.get(window)
            {
                found.extend(forms.iter().filter(|(_, form)| haystack[at..].starts_with(form)).map(|(n, _)| *n));
            }
        }
        found
    }

    /// The same, by whose and what.
    pub fn names(&self, haystack: &[u8]) -> Vec<(&'static str, &'static str)> {
        self.caught(haystack).into_iter().map(|n| (self.canaries[n].of, self.canaries[n].field)).collect()
    }
}

/// Every form, and in base64 behind one byte and behind two as well: there the same text reads differently.
fn everywhere(text: &str) -> BTreeSet<Vec<u8>> {
    let behind = |bytes: usize, skip: usize| base64(&[&b"  "[..bytes], text.as_bytes()].concat())[skip..].to_owned();
    forms(text).into_iter().chain([behind(1, 2), behind(2, 3)]).map(String::into_bytes).collect()
}

#[test]
fn the_net_catches_what_hides() {
    let canary = |field, text: &str| Canary { of: "haru", field, text: text.into() };
    let net = Net::new(vec![canary("name", "金糸野 はるひ"), canary("phone", "090-4711-0815")]);
    for canary in net.canaries() {
        for form in forms(&canary.text) {
            assert_eq!(net.names(format!("{{…{form}\"}}").as_bytes()), [("haru", canary.field)], "{form}");
        }
    }
    for before in ["", "a", "ab", "abc"] {
        let hidden = base64(format!("{before}金糸野 はるひ。。。").as_bytes());
        assert_eq!(net.names(hidden.as_bytes()), [("haru", "name")], "{before}");
    }
    assert!(net.caught("金糸野 は 090-4711-081 るひ 金".as_bytes()).is_empty());
    assert_eq!(net.caught("090-4711-0815金糸野 はるひ".as_bytes()).len(), 2);
}
