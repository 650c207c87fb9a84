//! The schema: one line and one reason per field.

use crate::streams::{GRAMS, WORDS};
use enmusubi_domain::group::GroupKind;
use enmusubi_domain::level::Accessibility;
use enmusubi_domain::opportunity::{Kind, State};
use tantivy::schema::{BytesOptions, FAST, Field, IndexRecordOption, NumericOptions, STORED, STRING, Schema, SchemaBuilder, TextFieldIndexing, TextOptions};

/// Changes whenever a document would be stored differently under the same schema.
const LAYOUT_VERSION: u32 = 1;

/// Every field of the index.
#[derive(Debug, Clone)]
pub struct Fields {
    /// The schema they make.
    pub schema: Schema,
    /// `o:<uuid>` or `g:<uuid>`: replaces and removes.
    pub key: Field,
    /// The public view, byte for byte: hits need no database.
    pub view: Field,
    /// Title as written: highlights, completions.
    pub title: Field,
    /// Summary as written: highlights.
    pub summary: Field,
    /// Description as written: highlights.
    pub description: Field,
    /// Pairs of characters of every zone: any substring, and what typing errors leave.
    pub grams: Field,
    /// Words of every zone: 京都 above 東京都, English, typing errors.
    pub words: Field,
    /// Beginnings of the words of the title: completions.
    pub beginnings: Field,
    /// 0 group, 1 opportunity: filter by type, order among equals.
    pub item: Field,
    /// Upper half of the id: order among equals, version listing.
    pub id_high: Field,
    /// Lower half of the id.
    pub id_low: Field,
    /// Version in the database: verifying the index.
    pub version: Field,
    /// Number of the state: only what is published is found.
    pub state: Field,
    /// Last moment of the last session: what is over is not found.
    pub last_end: Field,
    /// Number of the kind of opportunity: filter, facet.
    pub kind: Field,
    /// Number of the kind of group: filter.
    pub group_kind: Field,
    /// Upper half of the group's id: filter.
    pub group_high: Field,
    /// Lower half of the group's id.
    pub group_low: Field,
    /// Milliseconds of publication: newest first.
    pub published: Field,
    /// Theme codes: filter, facet, theme agreement.
    pub themes: Field,
    /// Area codes with all that lies above: filter, facet.
    pub areas: Field,
    /// Station: completions.
    pub station: Field,
    /// Latitude in millionths of a degree: distance.
    pub lat: Field,
    /// Longitude in millionths of a degree: distance.
    pub lon: Field,
    /// Lowest level at which it is usable: filter, facet.
    pub level: Field,
    /// Day parts of a flexible opportunity, as bits: filter, facet.
    pub day_parts: Field,
    /// Starts of its sessions in seconds: period, soonest first.
    pub starts: Field,
    /// Ends of its sessions, in the same order: which lie ahead.
    pub ends: Field,
    /// Day parts each session touches, as bits: filter, facet.
    pub session_parts: Field,
    /// Places left in each session (or in the flexible offer): filter.
    pub seats: Field,
    /// Shortest useful stay in each session (or in the flexible offer), in minutes: filter.
    pub stay: Field,
    /// 1 if it has no dates of its own: it passes every period.
    pub flexible: Field,
    /// Number of the responsibility: filter.
    pub responsibility: Field,
    /// 1 if one takes part from anywhere: filter.
    pub remote: Field,
    /// 1 if beginners are welcome: filter.
    pub beginner_friendly: Field,
    /// 1 if it suits a company team: filter.
    pub company_ok: Field,
    /// Youngest age: filter.
    pub age_min: Field,
    /// Oldest age: filter.
    pub age_max: Field,
    /// Families, students, seniors, as bits: filter.
    pub audience: Field,
    /// What it offers to people who need it, as bits: filter.
    pub accessibility: Field,
    /// Languages: filter.
    pub languages: Field,
}

/// Adds the fields, with the few kinds of options they need.
struct Builder(SchemaBuilder);

impl Builder {
    fn stream(&mut self, name: &str, tokenizer: &str, record: IndexRecordOption) -> Field {
        let indexing = TextFieldIndexing::default().set_tokenizer(tokenizer).set_fieldnorms(false).set_index_option(record);
        self.0.add_text_field(name, TextOptions::default().set_indexing_options(indexing))
    }

    fn stored(&mut self, name: &str) -> Field {
        self.0.add_text_field(name, STORED)
    }

    fn codes(&mut self, name: &str) -> Field {
        self.0.add_text_field(name, TextOptions::default().set_fast("raw"))
    }

    fn number(&mut self, name: &str) -> Field {
        self.0.add_u64_field(name, NumericOptions::default().set_fast())
    }

    fn signed(&mut self, name: &str) -> Field {
        self.0.add_i64_field(name, FAST)
    }
}

impl Fields {
    /// Makes the schema.
    pub fn new() -> Self {
        let mut b = Builder(Schema::builder());
        let key = b.0.add_text_field("key", STRING | STORED);
        let view = b.0.add_bytes_field("view", BytesOptions::default().set_stored());
        Self {
            key,
            view,
            title: b.stored("title"),
            summary: b.stored("summary"),
            description: b.stored("description"),
            grams: b.stream("grams", GRAMS, IndexRecordOption::WithFreqsAndPositions),
            words: b.stream("words", WORDS, IndexRecordOption::WithFreqsAndPositions),
            beginnings: b.stream("beginnings", WORDS, IndexRecordOption::Basic),
            item: b.number("item"),
            id_high: b.number("id_high"),
            id_low: b.number("id_low"),
            version: b.signed("version"),
            state: b.number("state"),
            last_end: b.signed("last_end"),
            kind: b.number("kind"),
            group_kind: b.number("group_kind"),
            group_high: b.number("group_high"),
            group_low: b.number("group_low"),
            published: b.signed("published"),
            themes: b.codes("themes"),
            areas: b.codes("areas"),
            station: b.codes("station"),
            lat: b.signed("lat"),
            lon: b.signed("lon"),
            level: b.number("level"),
            day_parts: b.number("day_parts"),
            starts: b.signed("starts"),
            ends: b.signed("ends"),
            session_parts: b.number("session_parts"),
            seats: b.number("seats"),
            stay: b.number("stay"),
            flexible: b.number("flexible"),
            responsibility: b.number("responsibility"),
            remote: b.number("remote"),
            beginner_friendly: b.number("beginner_friendly"),
            company_ok: b.number("company_ok"),
            age_min: b.number("age_min"),
            age_max: b.number("age_max"),
            audience: b.number("audience"),
            accessibility: b.number("accessibility"),
            languages: b.codes("languages"),
            schema: b.0.build(),
        }
    }

    /// What numbers in the fields mean: part of the index's identity.
    pub fn meaning() -> String {
        format!("{LAYOUT_VERSION} {} {} {} {}", Kind::CODES, State::CODES, GroupKind::CODES, Accessibility::CODES)
    }
}

impl Default for Fields {
    fn default() -> Self {
        Self::new()
    }
}
