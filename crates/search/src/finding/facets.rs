use super::filter::Sessions;
use crate::error::IndexError;
use chrono::{DateTime, Utc};
use enmusubi_domain::criteria::Facet;
use enmusubi_domain::day::DayPart;
use enmusubi_domain::level::Level;
use enmusubi_domain::opportunity::Kind;
use std::collections::BTreeMap;
use tantivy::columnar::{Column, StrColumn};
use tantivy::{DocId, SegmentReader};

/// Most values listed of one facet.
const VALUES_MAX: usize = 300;

/// Counts over all segments.
pub(crate) struct Counts {
    wanted: Vec<Facet>,
    by_code: Vec<BTreeMap<String, u64>>,
}

/// Counts of one segment, by number; turned into codes at the end.
pub(crate) struct Counting<'a> {
    counts: &'a mut Counts,
    sources: Vec<(Source, Vec<u64>)>,
    now: i64,
}

enum Source {
    Codes(Option<StrColumn>),
    Kinds(Column<u64>),
    Levels(Column<u64>),
    DayParts(Box<DayPartSource>),
}

/// Where day parts stand: with the offer, or with each session.
struct DayPartSource {
    flexible: Column<u64>,
    offered: Column<u64>,
    sessions: Sessions,
}

impl Counts {
    pub(crate) fn new(facets: &[Facet]) -> Self {
        let mut wanted: Vec<Facet> = vec![];
        facets.iter().for_each(|f| {
            if !wanted.contains(f) {
                wanted.push(*f)
            }
        });
        Self { by_code: vec![BTreeMap::new(); wanted.len()], wanted }
    }

    pub(crate) fn segment(&mut self, reader: &SegmentReader, now: DateTime<Utc>) -> Result<Counting<'_>, IndexError> {
        let fast = reader.fast_fields();
        let mut sources = vec![];
        for facet in &self.wanted {
            sources.push(match facet {
                Facet::Theme | Facet::Area => {
                    let column = fast.str(if *facet == Facet::Theme { "themes" } else { "areas" })?;
                    let terms = column.as_ref().map_or(0, |c| c.dictionary().num_terms());
                    (Source::Codes(column), vec![0; terms])
                }
                Facet::Kind => (Source::Kinds(fast.u64("kind")?), vec![0; Kind::ALL.len()]),
                Facet::Level => (Source::Levels(fast.u64("level")?), vec![0; Level::ALL.len()]),
                Facet::DayPart => {
                    let (flexible, offered) = (fast.u64("flexible")?, fast.u64("day_parts")?);
                    (Source::DayParts(Box::new(DayPartSource { flexible, offered, sessions: Sessions::new(reader)? })), vec![0; 24])
                }
            });
        }
        Ok(Counting { counts: self, sources, now: now.timestamp() })
    }

    /// Most frequent first, then by code.
    pub(crate) fn lists(self) -> Vec<(Facet, Vec<(String, u64)>)> {
        let list = |counts: BTreeMap<String, u64>| {
            let mut list: Vec<(String, u64)> = counts.into_iter().collect();
            list.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
            list.truncate(VALUES_MAX);
            list
        };
        self.wanted.into_iter().zip(self.by_code.into_iter().map(list)).collect()
    }
}

impl Counting<'_> {
    pub(crate) fn count(&mut self, doc: DocId) {
        for (source, counts) in &mut self.sources {
            let mut add = |n: usize| counts.get_mut(n).into_iter().for_each(|c| *c += 1);
            match source {
                Source::Codes(column) => column.iter().flat_map(|c| c.term_ords(doc)).for_each(|ord| add(ord as usize)),
                Source::Kinds(kinds) => kinds.first(doc).into_iter().for_each(|k| add(k as usize)),
                // Usable at its own level and at every higher one.
                Source::Levels(levels) => levels.first(doc).into_iter().flat_map(|l| l as usize..Level::ALL.len()).for_each(add),
                Source::DayParts(days) => {
                    let bits = if days.flexible.first(doc) == Some(1) {
                        days.offered.first(doc).unwrap_or(0)
                    } else {
                        days.sessions.of(doc).filter(|s| s.end > self.now).fold(0, |bits, s| bits | s.parts)
                    };
                    (0..24).filter(|n| bits >> n & 1 == 1).for_each(add);
                }
            }
        }
    }

    pub(crate) fn finish(self) -> Result<(), IndexError> {
        for ((source, counts), by_code) in self.sources.into_iter().zip(&mut self.counts.by_code) {
            for (n, count) in counts.into_iter().enumerate().filter(|(_, count)| *count > 0) {
                let code = match &source {
                    Source::Codes(None) => continue,
                    Source::Codes(Some(column)) => {
                        let mut code = String::new();
                        column.ord_to_str(n as u64, &mut code)?;
                        code
                    }
                    Source::Kinds(_) => Kind::ALL[n].code().to_owned(),
                    Source::Levels(_) => Level::ALL[n].code().to_owned(),
                    Source::DayParts(_) => DayPart::from_index(n).code(),
                };
                *by_code.entry(code).or_default() += count;
            }
        }
        Ok(())
    }
}
