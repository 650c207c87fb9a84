use super::spellings::Spellings;
use crate::analysis::{canonical, folded};
use std::collections::{BTreeMap, HashMap};

/// Most groups a dictionary may hold.
const GROUPS_MAX: usize = 100_000;
/// Most words of one group, and longest word in characters.
const MEMBERS_MAX: usize = 60;
const WORD_MAX: usize = 60;

/// How a file of synonyms is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Format {
    /// `a,b,c`: all the same. `a => b,c`: who asks for a also finds b and c, not the reverse. `#` begins a comment.
    #[default]
    Lines,
    /// The Sudachi synonym dictionary: CSV, groups separated by blank lines.
    Sudachi,
}

/// A line that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {why}")]
pub struct WordsError {
    /// Which line, from 1.
    pub line: usize,
    /// What is wrong with it.
    pub why: &'static str,
}

/// One group: what may be typed, and what is then looked for as well.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Group {
    /// As written, the first word of the line first.
    members: Vec<String>,
    /// Only the first word asks for the others.
    one_way: bool,
    /// From a general thesaurus: weighs less than a group made for the domain.
    general: bool,
}

/// All groups.
#[derive(Debug, Clone, Default)]
pub(crate) struct Synonyms {
    /// By number, so that the order of the file is kept.
    groups: BTreeMap<usize, Group>,
    /// Folded first word and direction → group.
    heads: HashMap<(String, bool), usize>,
    /// Folded word → groups in which it asks for the others.
    asking: HashMap<String, Vec<usize>>,
    next: usize,
}

/// A word looked for beside the one that was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Expansion {
    pub(crate) word: String,
    pub(crate) general: bool,
}

impl Synonyms {
    pub(crate) fn len(&self) -> usize {
        self.groups.len()
    }

    /// Reads a file on top of what stands; answers the lines it could not read.
    pub(crate) fn extend(&mut self, file: &str, format: Format, spellings: &Spellings) -> Vec<WordsError> {
        let mut wrong = vec![];
        match format {
            Format::Lines => {
                for (n, line) in file.lines().enumerate() {
                    let line = line.trim().trim_start_matches('\u{feff}');
                    if line.is_empty() || line.starts_with('#') {
                        continue;
                    }
                    if line == "!clear" {
                        *self = Self { next: self.next, ..Self::default() };
                        continue;
                    }
                    match read_line(line) {
                        Ok((members, one_way)) => self.put(Group { members, one_way, general: false }, spellings),
                        Err(why) => wrong.push(WordsError { line: n + 1, why }),
                    }
                }
            }
            Format::Sudachi => match super::thesaurus::groups(file) {
                Ok(groups) => groups.into_iter().for_each(|members| self.put(Group { members, one_way: false, general: true }, spellings)),
                Err(errors) => wrong.extend(errors),
            },
        }
        if self.groups.len() > GROUPS_MAX {
            wrong.push(WordsError { line: 0, why: "too many groups" });
        }
        wrong
    }

    fn put(&mut self, group: Group, spellings: &Spellings) {
        let folded: Vec<String> = group.members.iter().map(|m| folded(&canonical(m, spellings))).collect();
        if !group.general {
            let head = (folded[0].clone(), group.one_way);
            if let Some(old) = self.heads.insert(head, self.next) {
                self.remove(old);
            }
        }
        let asking = if group.one_way { &folded[..1] } else { &folded[..] };
        for word in asking {
            let list = self.asking.entry(word.clone()).or_default();
            if list.last() != Some(&self.next) {
                list.push(self.next);
            }
        }
        self.groups.insert(self.next, group);
        self.next += 1;
    }

    fn remove(&mut self, number: usize) {
        if self.groups.remove(&number).is_some() {
            self.asking.values_mut().for_each(|list| list.retain(|n| *n != number));
            self.asking.retain(|_, list| !list.is_empty());
        }
    }

    /// What else to look for when a folded word is typed: groups of the domain first, in the order of the file.
    pub(crate) fn of(&self, word: &str) -> Vec<Expansion> {
        let mut groups: Vec<&Group> = self.asking.get(word).into_iter().flatten().filter_map(|n| self.groups.get(n)).collect();
        groups.sort_by_key(|g| g.general);
        let mut out: Vec<Expansion> = vec![];
        for group in groups {
            let others = group.members.iter().skip(usize::from(group.one_way));
            for other in others {
                if !out.iter().any(|e| e.word == *other) {
                    out.push(Expansion { word: other.clone(), general: group.general });
                }
            }
        }
        out
    }

    /// Every folded word that asks for others.
    pub(crate) fn phrases(&self) -> impl Iterator<Item = &String> {
        self.asking.keys()
    }

    /// The first word of every two-way group of the domain: what is worth suggesting.
    pub(crate) fn heads(&self) -> impl Iterator<Item = &str> {
        self.groups.values().filter(|g| !g.one_way && !g.general).map(|g| g.members[0].as_str())
    }

    /// Every group as a line, sorted.
    pub(crate) fn lines(&self) -> Vec<String> {
        let mut lines: Vec<String> = self.groups.values().map(|g| format!("{} {} {:?}", g.one_way, g.general, g.members)).collect();
        lines.sort_unstable();
        lines
    }
}

fn read_line(line: &str) -> Result<(Vec<String>, bool), &'static str> {
    let (list, one_way) = match line.split_once("=>") {
        Some((head, rest)) if head.contains([',', '、']) || rest.contains("=>") => return Err("only one word may stand before =>"),
        Some((head, rest)) => (format!("{head},{rest}"), true),
        None => (line.to_owned(), false),
    };
    let members: Vec<String> = list.split([',', '、']).map(|m| m.trim().to_owned()).collect();
    if members.iter().any(String::is_empty) {
        return Err("a word is missing");
    }
    if members.len() < 2 {
        return Err("a group needs two words");
    }
    if members.len() > MEMBERS_MAX || members.iter().any(|m| m.chars().count() > WORD_MAX) {
        return Err("too many words, or too long a word");
    }
    Ok((members, one_way))
}
