use super::evidence::Segment;
use super::neighbours::Placed;
use crate::error::IndexError;
use crate::question::Agreement;
use crate::tuning::Tuning;
use std::collections::BTreeMap;
use tantivy::DocId;
use tantivy::columnar::StrColumn;

/// What a theme counts that is not the main one of a document.
const BESIDE: f32 = 0.8;

/// The themes of the best answers: what a question is about whose own words say no theme.
pub(super) fn themes_of_best(segments: &[Segment<'_>], best: &[Placed], tuning: &Tuning) -> Result<Agreement, IndexError> {
    let whole: f32 = best.iter().map(|b| b.0).sum();
    let mut themes: BTreeMap<String, f32> = BTreeMap::new();
    for (score, ord, doc) in best.iter().filter(|_| tuning.guess > 0.0) {
        if let Some(column) = segments[*ord].reader.fast_fields().str("themes")? {
            for (n, ord) in column.term_ords(*doc).enumerate() {
                let mut code = String::new();
                column.ord_to_str(ord, &mut code)?;
                *themes.entry(code).or_default() += tuning.guess * score / whole * if n == 0 { 1.0 } else { BESIDE };
            }
        }
    }
    Ok(themes.into_iter().map(|(code, agreed)| (code, agreed.min(1.0))).collect())
}

/// The themes of one segment's documents, and the numbers of those that are asked for.
type Wanted = (StrColumn, Vec<(u64, f32)>);

/// How far the themes of documents agree with those of a question.
pub(super) struct Agreements {
    segments: Vec<Option<Wanted>>,
}

impl Agreements {
    pub(super) fn new(segments: &[Segment<'_>], themes: &Agreement) -> Result<Self, IndexError> {
        let mut out = vec![];
        for segment in segments {
            let column = segment.reader.fast_fields().str("themes")?.filter(|_| !themes.is_empty());
            out.push(match column {
                None => None,
                Some(column) => {
                    let mut wanted = vec![];
                    for (code, agreed) in themes {
                        wanted.extend(column.dictionary().term_ord(code)?.map(|ord| (ord, *agreed)));
                    }
                    Some((column, wanted))
                }
            });
        }
        Ok(Self { segments: out })
    }

    /// From 0 to 1. The first theme of a document is the main one; several that agree are better than one.
    pub(super) fn of(&self, ord: usize, doc: DocId) -> f32 {
        let Some(Some((column, wanted))) = self.segments.get(ord) else {
            return 0.0;
        };
        let shares = column.term_ords(doc).enumerate().filter_map(|(i, ord)| {
            let agreed = wanted.iter().find(|w| w.0 == ord)?.1;
            Some(if i == 0 { agreed } else { agreed * BESIDE })
        });
        1.0 - shares.fold(1.0, |doubt, share| doubt * (1.0 - share))
    }
}
