use super::evidence::Segment;
use crate::error::IndexError;
use crate::question::Agreement;
use tantivy::DocId;
use tantivy::columnar::StrColumn;

/// What a theme counts that is not the main one of a document.
const BESIDE: f32 = 0.8;

/// How far the themes of documents agree with those of a question.
pub(super) struct Agreements {
    segments: Vec<Option<(StrColumn, Vec<(u64, f32)>)>>,
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
