use super::Question;
use crate::analysis::{Unit, words};
use crate::words::Words;
use enmusubi_domain::city::City;
use std::collections::HashMap;

/// Themes a text speaks of, strongest first, each 0 to 1.
pub type Agreement = Vec<(String, f32)>;

/// Most themes that are inferred from one text.
const THEMES_MAX: usize = 5;

/// Themes a question speaks of, in its own words or in those it was read as.
pub(super) fn of_question(text: &[Unit], question: &Question, dictionary: &Words) -> Agreement {
    let mut out = infer(text, dictionary);
    for expression in question.concepts.iter().flat_map(|c| &c.expressions) {
        for (theme, weight) in dictionary.themes.get(&expression.text).into_iter().flatten() {
            let agreed = 0.9 * weight * expression.worth;
            match out.iter_mut().find(|(t, _)| t == theme) {
                Some(known) => known.1 = known.1.max(agreed),
                None => out.push((theme.clone(), agreed)),
            }
        }
    }
    out.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    out.truncate(THEMES_MAX);
    out
}

/// Infers themes from the words of a folded text: each word of the theme table is evidence; evidence adds up and saturates.
pub fn infer(text: &[Unit], dictionary: &Words) -> Agreement {
    let cut = words(text);
    let mut ends = vec![false; text.len() + 1];
    cut.iter().for_each(|w| ends[w.end] = true);
    let mut doubt: HashMap<&str, f32> = HashMap::new();
    let mut covered = 0;
    for word in &cut {
        if word.start < covered {
            continue;
        }
        // The longest word of the table that begins here.
        let mut phrase = String::new();
        let mut best: Option<(usize, &Vec<(String, f32)>)> = None;
        for (n, unit) in text[word.start..].iter().take(20).enumerate() {
            phrase.push(unit.fold);
            if ends[word.start + n + 1]
                && let Some(themes) = dictionary.themes.get(&phrase)
            {
                best = Some((word.start + n + 1, themes));
            }
        }
        if let Some((end, themes)) = best {
            covered = end;
            for (theme, weight) in themes {
                *doubt.entry(theme).or_insert(1.0) *= 1.0 - 0.9 * weight;
            }
        }
    }
    let mut out: Agreement = doubt.into_iter().map(|(theme, doubt)| (theme.to_owned(), 1.0 - doubt)).collect();
    out.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    out.truncate(THEMES_MAX);
    out
}

/// Themes for a listing that comes without: codes of this city's themes with how sure it is, strongest first.
pub fn suggest_themes(dictionary: &Words, city: &City, text: &str) -> Vec<(String, f32)> {
    let start: String = text.chars().take(12_000).collect();
    infer(&dictionary.text(&start), dictionary).into_iter().filter(|(code, _)| city.themes.number(code).is_some()).collect()
}

/// Most themes that are proposed for a listing.
pub const PROPOSED_MAX: usize = 3;
/// How sure the first must be.
const SURE: f32 = 0.5;
/// How sure a further one must be, beside the first.
const BESIDE: f32 = 0.7;

/// The few themes worth proposing for a listing that names none: those its words clearly speak of, strongest first.
pub fn propose_themes(dictionary: &Words, city: &City, text: &str) -> Vec<String> {
    let found = suggest_themes(dictionary, city, text);
    let first = found.first().map_or(0.0, |theme| theme.1);
    let sure = found.into_iter().filter(|(_, sure)| *sure >= SURE && *sure >= first * BESIDE);
    sure.take(PROPOSED_MAX).map(|(code, _)| code).collect()
}
