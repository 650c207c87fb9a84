use super::shard::Shard;
use enmusubi_domain::matching::outline::{Bounds, Cases, SEEKS, THEMELESS};

/// A kind of listing within a shard: all are worth the same to a person by their themes, and all say what they seek or none does.
#[derive(Debug, Clone)]
pub struct Strand {
    /// The theme factor of each.
    pub theme: Option<f32>,
    /// Whether they say what they seek.
    pub seeks: bool,
    /// Which themes they name.
    about: About,
    /// Whether listings are told apart by what they seek.
    by_seeks: bool,
}

#[derive(Debug, Clone)]
enum About {
    /// Whatever themes, as nobody asked for any.
    Anything,
    /// None.
    Nothing,
    /// One of these and none of those, which are worth more.
    OneOf(Vec<usize>, Vec<usize>),
    /// Some, and none of these, which are worth more.
    NoneOf(Vec<usize>),
}

/// The strands of a question. Every listing belongs to exactly one in each shard.
pub fn strands(bounds: &Bounds<'_>) -> Vec<Strand> {
    let unstated = Cases::known(None);
    // Where nothing was answered that a group may seek, its side never counts.
    let by_seeks = bounds.of_cell(unstated, None, true, 1.0).group;
    let mut all = vec![];
    let mut add = |theme, about: About| {
        let sides: &[bool] = if by_seeks { &[true, false] } else { &[false] };
        all.extend(sides.iter().map(|seeks| Strand { theme, seeks: *seeks, about: about.clone(), by_seeks }));
    };
    let Some(values) = bounds.theme_values() else {
        add(None, About::Anything);
        return all;
    };
    let mut worth_more: Vec<usize> = vec![];
    for (n, value) in values.iter().enumerate() {
        let these: Vec<usize> = bounds.themes_worth(*value).collect();
        let last = n + 1 == values.len();
        add(Some(*value), if last { About::NoneOf(worth_more.clone()) } else { About::OneOf(these.clone(), worth_more.clone()) });
        worth_more.extend(these);
    }
    add(None, About::Nothing);
    all
}

impl Strand {
    /// Those of some listings of a shard that belong to the strand: `words` has one bit for each.
    pub fn narrow(&self, shard: &Shard, words: &mut [u64]) {
        let column = |n: usize| shard.column(n);
        match &self.about {
            About::Anything => {}
            About::Nothing => keep(words, column(usize::from(THEMELESS))),
            About::OneOf(these, others) => {
                keep_any(words, these.iter().map(|t| shard.theme(*t)));
                others.iter().for_each(|t| take_out(words, shard.theme(*t)));
            }
            About::NoneOf(others) => {
                take_out(words, column(usize::from(THEMELESS)));
                others.iter().for_each(|t| take_out(words, shard.theme(*t)));
            }
        }
        match (self.by_seeks, self.seeks) {
            (false, _) => {}
            (true, true) => keep(words, column(usize::from(SEEKS))),
            (true, false) => take_out(words, column(usize::from(SEEKS))),
        }
    }
}

/// Leaves what a column holds; a column that was never written to holds nothing.
pub fn keep(words: &mut [u64], column: Option<&[u64]>) {
    match column {
        Some(column) => words.iter_mut().zip(column).for_each(|(word, c)| *word &= c),
        None => words.fill(0),
    }
}

/// Takes out what a column holds.
pub fn take_out(words: &mut [u64], column: Option<&[u64]>) {
    words.iter_mut().zip(column.unwrap_or_default()).for_each(|(word, c)| *word &= !c);
}

/// Leaves what any of some columns holds.
pub fn keep_any<'c>(words: &mut [u64], columns: impl Iterator<Item = Option<&'c [u64]>>) {
    let there: Vec<&[u64]> = columns.flatten().collect();
    match there[..] {
        [] => words.fill(0),
        [one] => keep(words, Some(one)),
        _ => words.iter_mut().enumerate().for_each(|(n, word)| *word &= there.iter().fold(0, |any, c| any | c[n])),
    }
}
