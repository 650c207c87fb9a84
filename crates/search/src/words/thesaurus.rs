use super::synonyms::WordsError;

/// Reads groups of the Sudachi synonym dictionary.
///
/// A line: group id, part of speech, expansion flag, number in the group, form, abbreviation, variation, field, lemma, two reserved columns.
/// Expansion flag 2 keeps a word out altogether. Groups are separated by blank lines. Single words and lone members are left out.
pub(super) fn groups(file: &str) -> Result<Vec<Vec<String>>, Vec<WordsError>> {
    let (mut groups, mut current, mut wrong) = (vec![], Vec::<String>::new(), vec![]);
    for (n, line) in file.lines().enumerate() {
        let line = line.trim().trim_start_matches('\u{feff}');
        if line.is_empty() {
            close(&mut current, &mut groups);
            continue;
        }
        let columns: Vec<&str> = line.split(',').collect();
        match (columns.get(2), columns.get(8)) {
            (Some(flag), Some(lemma)) if !lemma.trim().is_empty() => {
                let lemma = lemma.trim();
                if flag.trim() != "2" && !current.iter().any(|m| m == lemma) && lemma.chars().count() <= 60 {
                    current.push(lemma.to_owned());
                }
            }
            _ => wrong.push(WordsError { line: n + 1, why: "expected at least nine columns, the ninth a word" }),
        }
    }
    close(&mut current, &mut groups);
    if wrong.is_empty() { Ok(groups) } else { Err(wrong) }
}

fn close(current: &mut Vec<String>, groups: &mut Vec<Vec<String>>) {
    let group = std::mem::take(current);
    if group.len() >= 2 {
        groups.push(group);
    }
}
