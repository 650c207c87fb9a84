//! The yardstick of finding by words: tantivy's own best `k` by BM25, over the titles of the same listings, bare and behind a filter.

use enmusubi::sample::City;
use enmusubi_domain::matching::wish_tables::tables;
use enmusubi_domain::matching::{Offer, Question};
use tantivy::collector::TopDocs;
use tantivy::query::{BooleanQuery, Occur, Query, TermQuery};
use tantivy::schema::{Field, IndexRecordOption, STRING, Schema, TEXT};
use tantivy::{Index, Searcher, TantivyDocument, Term};

pub struct Words {
    searcher: Searcher,
    text: Field,
    filter: Field,
    /// Two words of each of some titles: about as rare as what people type.
    pairs: Vec<[String; 2]>,
}

impl Words {
    /// Titles are cut into pairs of characters, as far as Japanese goes without a dictionary.
    pub fn of(city: &City<'_>, offers: &[Offer]) -> Self {
        let mut schema = Schema::builder();
        let (text, filter) = (schema.add_text_field("text", TEXT), schema.add_text_field("filter", STRING));
        let index = Index::create_in_ram(schema.build());
        let mut writer = index.writer_with_num_threads(1, 200_000_000).expect("a writer");
        let mut pairs = vec![];
        for (n, (opportunity, offer)) in city.opportunities().zip(offers).enumerate() {
            let words = cut(&opportunity.details.title);
            if pairs.len() < 200 && n % 7 == 0 && words.len() > 4 {
                pairs.push([words[0].clone(), words[words.len() / 2].clone()]);
            }
            let mut document = TantivyDocument::default();
            document.add_text(text, words.join(" "));
            for term in terms(offer) {
                document.add_text(filter, term);
            }
            writer.add_document(document).expect("a document enters");
        }
        writer.commit().expect("a commit");
        writer.wait_merging_threads().expect("segments are merged");
        let mut writer = index.writer_with_num_threads::<TantivyDocument>(1, 200_000_000).expect("a writer");
        let all = index.searchable_segment_ids().expect("segments");
        if all.len() > 1 {
            // One segment: the kindest case for the yardstick.
            writer.merge(&all).wait().expect("one segment");
        }
        writer.wait_merging_threads().expect("segments are merged");
        let searcher = index.reader().expect("a reader").searcher();
        Self { searcher, text, filter, pairs }
    }

    /// How many pairs of words there are.
    pub fn pairs(&self) -> &[[String; 2]] {
        &self.pairs
    }

    /// The best for two words, among all.
    pub fn bare(&self, pair: &[String; 2], k: usize) -> usize {
        self.best(&BooleanQuery::new(self.words(pair)), k)
    }

    /// The same among those that share an area and a day part with a wish: the filter a text index could apply.
    pub fn filtered(&self, pair: &[String; 2], q: &Question, k: usize) -> usize {
        let t = tables(q);
        let mut clauses = self.words(pair);
        let either = |terms: Vec<String>| -> Box<dyn Query> {
            Box::new(BooleanQuery::new(terms.into_iter().map(|t| (Occur::Should, self.term(self.filter, &t))).collect()))
        };
        if let Some(areas) = &t.areas {
            let reached = areas.iter().enumerate().filter(|(_, (_, reached))| *reached).map(|(n, _)| format!("area{n}"));
            clauses.push((Occur::Must, either(reached.chain(["remote".into()]).collect())));
        }
        if t.hours.is_some() {
            clauses.push((Occur::Must, either((0..24).filter(|n| t.parts >> n & 1 == 1).map(|n| format!("part{n}")).collect())));
        }
        self.best(&BooleanQuery::new(clauses), k)
    }

    fn words(&self, pair: &[String; 2]) -> Vec<(Occur, Box<dyn Query>)> {
        let one: Box<dyn Query> = Box::new(BooleanQuery::new(pair.iter().map(|w| (Occur::Should, self.term(self.text, w))).collect()));
        vec![(Occur::Must, one)]
    }

    fn term(&self, field: Field, word: &str) -> Box<dyn Query> {
        let record = if field == self.text { IndexRecordOption::WithFreqs } else { IndexRecordOption::Basic };
        Box::new(TermQuery::new(Term::from_field_text(field, word), record))
    }

    fn best(&self, query: &dyn Query, k: usize) -> usize {
        self.searcher.search(query, &TopDocs::with_limit(k).order_by_score()).expect("a search").len()
    }
}

/// The pairs of characters of a title.
fn cut(title: &str) -> Vec<String> {
    let characters: Vec<char> = title.chars().collect();
    characters.windows(2).map(|pair| pair.iter().collect()).collect()
}

/// Where and when, as words.
fn terms(offer: &Offer) -> Vec<String> {
    let parts = offer.slots.iter().fold(offer.flexible.0, |all, s| all | s.day_parts().0);
    let mut terms: Vec<String> = offer.areas.iter().map(|a| format!("area{a}")).collect();
    terms.extend((0..24).filter(|n| parts >> n & 1 == 1).map(|n| format!("part{n}")));
    terms.extend(offer.remote.then(|| "remote".into()));
    terms
}
