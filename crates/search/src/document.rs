//! From a thing of the domain to a document of the index.

use crate::analysis::{Text, as_written, folded, script, stem, words};
use crate::facts::{accessibility_words, facts, facts_en, join};
use crate::fields::Fields;
use crate::item::{Document, Item, Key};
use crate::words::Words;
use crate::zone::{WORD_END, Zone};
use chrono::{NaiveTime, Timelike};
use enmusubi_domain::city::City;
use enmusubi_domain::day::{DayKind, DayParts};
use enmusubi_domain::group::Group;
use enmusubi_domain::level::Accessibility;
use enmusubi_domain::opportunity::{Opportunity, State};
use enmusubi_domain::place::{Place, Point};
use enmusubi_domain::schedule::Session;
use enmusubi_domain::text::Lang;
use tantivy::TantivyDocument;

/// Stands for "nobody counts the seats".
pub const UNCOUNTED: u64 = u32::MAX as u64 + 1;
/// Longest beginning of a word that is kept for completions, in characters.
pub const BEGINNING_MAX: usize = 8;

/// Fills one document.
pub struct Writer<'a> {
    fields: &'a Fields,
    words: &'a Words,
    city: &'a City,
    out: TantivyDocument,
    grams: String,
    cut: String,
}

impl<'a> Writer<'a> {
    /// Makes the document of a thing.
    pub fn document(fields: &'a Fields, words: &'a Words, city: &'a City, document: &Document) -> TantivyDocument {
        let mut writer = Self { fields, words, city, out: TantivyDocument::new(), grams: String::new(), cut: String::new() };
        let uuid = document.key.uuid().as_u128();
        writer.out.add_text(fields.key, document.key.to_string());
        writer.out.add_bytes(fields.view, &document.view);
        writer.out.add_u64(fields.item, u64::from(matches!(document.key, Key::Opportunity(_))));
        writer.out.add_u64(fields.id_high, (uuid >> 64) as u64);
        writer.out.add_u64(fields.id_low, uuid as u64);
        writer.out.add_i64(fields.version, document.version);
        match &document.item {
            Item::Opportunity { opportunity, group_name, group_name_en } => writer.opportunity(opportunity, group_name, group_name_en.as_deref()),
            Item::Group(group) => writer.group(group),
        }
        let (grams, cut) = (std::mem::take(&mut writer.grams), std::mem::take(&mut writer.cut));
        writer.out.add_text(fields.grams, grams);
        writer.out.add_text(fields.words, cut);
        writer.out
    }

    fn opportunity(&mut self, o: &Opportunity, group_name: &str, group_name_en: Option<&str>) {
        let d = &o.details;
        self.say(&d.title, &d.summary, &d.description);
        let seeks = d.seeks.iter().flat_map(|s| &s.skills);
        let more = d.requirements.iter().chain(&d.qualifications).chain(&d.cost).chain(&d.rewards).chain(seeks);
        let body = join(std::iter::once(&d.description).chain(more));
        let place = place_names(&d.place);
        let names = join([group_name.to_owned(), self.area_names(&d.areas, Lang::Ja), place]);
        let themes = self.theme_names(&d.themes, Lang::Ja);
        let touched = d.schedule.sessions.iter().filter(|s| !s.cancelled).map(|s| self.parts_touched(s).0);
        let facts = facts(d, DayParts(touched.fold(d.schedule.day_parts.0, |all, parts| all | parts)));
        let written = join([&d.title, &names, &d.summary, &body]);
        let english = join([
            d.summary_en.clone().unwrap_or_default(),
            group_name_en.unwrap_or_default().to_owned(),
            self.area_names(&d.areas, Lang::En),
            self.theme_names(&d.themes, Lang::En),
            facts_en(d),
        ]);
        self.zones([&d.title, &names, &themes, &d.summary, &body, &facts, d.title_en.as_deref().unwrap_or_default(), &english, &written]);
        self.codes(&d.themes, &d.areas, d.place.nearest_station.as_deref());
        self.place(d.place.point, if d.remote { &[] } else { &d.areas });
        self.traits(o);
        self.schedule(o);
    }

    fn group(&mut self, g: &Group) {
        let d = &g.details;
        self.say(&d.name, &d.summary, &d.description);
        let names = join([self.area_names(&d.areas, Lang::Ja), place_names(&d.place)]);
        let themes = self.theme_names(&d.themes, Lang::Ja);
        let facts = join([d.kind.word(Lang::Ja).to_owned(), accessibility_words(&d.accessibility)]);
        let written = join([&d.name, &names, &d.summary, &d.description]);
        let english = join([self.area_names(&d.areas, Lang::En), self.theme_names(&d.themes, Lang::En), d.kind.word(Lang::En).to_owned()]);
        self.zones([&d.name, &names, &themes, &d.summary, &d.description, &facts, d.name_en.as_deref().unwrap_or_default(), &english, &written]);
        self.codes(&d.themes, &d.areas, d.place.nearest_station.as_deref());
        self.place(d.place.point, &d.areas);
        let f = self.fields;
        let id = g.id.0.as_u128();
        self.out.add_u64(f.group_high, (id >> 64) as u64);
        self.out.add_u64(f.group_low, id as u64);
        self.out.add_u64(f.group_kind, d.kind as u64);
        self.out.add_u64(f.state, State::Published as u64);
        self.out.add_i64(f.last_end, i64::MAX);
        self.out.add_i64(f.published, g.created_at.timestamp_millis());
        self.out.add_u64(f.accessibility, accessibility_bits(&d.accessibility));
    }

    fn say(&mut self, title: &str, summary: &str, description: &str) {
        let f = self.fields;
        self.out.add_text(f.title, title);
        self.out.add_text(f.summary, summary);
        self.out.add_text(f.description, description);
        let beginnings = beginnings(&self.words.text(title));
        self.out.add_text(f.beginnings, beginnings);
    }

    /// Writes both streams, zone by zone.
    fn zones(&mut self, texts: [&str; crate::zone::ZONES]) {
        for (zone, text) in Zone::ALL.into_iter().zip(texts) {
            let text = if zone == Zone::Written { as_written(text) } else { self.words.text(text) };
            self.grams.push(zone.mark());
            self.grams.extend(text.iter().map(|u| u.fold));
            if zone != Zone::Written {
                self.cut.push(zone.mark());
                for word in words(&text) {
                    self.cut.push_str(&stem(&folded(&text[word.start..word.end])));
                    self.cut.push(WORD_END);
                }
            }
        }
    }

    fn codes(&mut self, themes: &[String], areas: &[String], station: Option<&str>) {
        let f = self.fields;
        themes.iter().for_each(|code| self.out.add_text(f.themes, code));
        let tree = &self.city.areas;
        let mut all: Vec<&str> = vec![];
        for code in areas {
            match tree.number(code) {
                Some(number) => all.extend(tree.lineage(number).filter_map(|n| tree.get(n)).map(|a| a.code.as_str())),
                None => all.push(code),
            }
        }
        all.sort_unstable();
        all.dedup();
        all.iter().for_each(|code| self.out.add_text(f.areas, code));
        if let Some(station) = station {
            self.out.add_text(f.station, station);
        }
    }

    /// Its own point, or where its area is measured from.
    fn place(&mut self, point: Option<Point>, areas: &[String]) {
        let office = match areas {
            [only] => self.city.areas.find(only).and_then(|a| a.point),
            _ => None,
        };
        if let Some(point) = point.or(office) {
            self.out.add_i64(self.fields.lat, i64::from(point.lat));
            self.out.add_i64(self.fields.lon, i64::from(point.lon));
        }
    }

    fn traits(&mut self, o: &Opportunity) {
        let (f, d) = (self.fields, &o.details);
        let group = o.group.0.as_u128();
        let level = if d.beginner_friendly { 0 } else { d.level.map_or(0, |l| l as u64) };
        let audience = u64::from(d.audience.families) | u64::from(d.audience.students) << 1 | u64::from(d.audience.seniors) << 2;
        for (field, value) in [
            (f.group_high, (group >> 64) as u64),
            (f.group_low, group as u64),
            (f.kind, d.kind as u64),
            (f.state, o.state as u64),
            (f.level, level),
            (f.responsibility, d.responsibility as u64),
            (f.remote, u64::from(d.remote)),
            (f.beginner_friendly, u64::from(d.beginner_friendly)),
            (f.company_ok, u64::from(d.company_ok)),
            (f.age_min, u64::from(d.audience.age_min.unwrap_or(0))),
            (f.age_max, u64::from(d.audience.age_max.unwrap_or(u8::MAX))),
            (f.audience, audience),
            (f.accessibility, accessibility_bits(&d.accessibility)),
        ] {
            self.out.add_u64(field, value);
        }
        d.languages.iter().for_each(|code| self.out.add_text(f.languages, code));
        self.out.add_i64(f.published, o.published_at.unwrap_or(o.created_at).timestamp_millis());
    }

    fn schedule(&mut self, o: &Opportunity) {
        let (f, schedule) = (self.fields, &o.details.schedule);
        self.out.add_u64(f.flexible, u64::from(schedule.is_flexible()));
        if schedule.is_flexible() {
            self.out.add_u64(f.day_parts, u64::from(schedule.day_parts.0));
            self.out.add_u64(f.seats, o.details.seats.map_or(UNCOUNTED, |s| u64::from(s.saturating_sub(o.details.seats_taken))));
            self.out.add_u64(f.stay, u64::from(schedule.minimum_minutes.unwrap_or(60)));
            self.out.add_i64(f.last_end, i64::MAX);
            return;
        }
        let mut sessions: Vec<&Session> = schedule.sessions.iter().filter(|s| !s.cancelled).collect();
        sessions.sort_by_key(|s| (s.starts_at, s.ends_at));
        // A rule whose sessions have not been made yet is not over.
        let never_made = schedule.sessions.is_empty();
        let last = sessions.iter().map(|s| s.ends_at.timestamp()).max();
        self.out.add_i64(f.last_end, if never_made { i64::MAX } else { last.unwrap_or(i64::MIN) });
        for s in sessions {
            self.out.add_i64(f.starts, s.starts_at.timestamp());
            self.out.add_i64(f.ends, s.ends_at.timestamp());
            self.out.add_u64(f.session_parts, u64::from(self.parts_touched(s).0));
            self.out.add_u64(f.seats, s.seats_left().map_or(UNCOUNTED, u64::from));
            self.out.add_u64(f.stay, schedule.stay_needed(s.minutes()).max(0) as u64);
        }
    }

    /// The day parts a session touches, on both days if it runs over midnight.
    fn parts_touched(&self, session: &Session) -> DayParts {
        let calendar = &self.city.calendar;
        let (from, to) = (calendar.civil(session.starts_at), calendar.civil(session.ends_at));
        let minute = |t: NaiveTime| (t.hour() * 60 + t.minute()) as u16;
        let first: DayKind = calendar.kind(from.date());
        if from.date() == to.date() {
            return DayParts::touched(first, minute(from.time()), minute(to.time()));
        }
        let second = calendar.kind(to.date());
        DayParts(DayParts::touched(first, minute(from.time()), 1440).0 | DayParts::touched(second, 0, minute(to.time())).0)
    }

    fn area_names(&self, codes: &[String], lang: Lang) -> String {
        let tree = &self.city.areas;
        let mut numbers: Vec<u16> = codes.iter().filter_map(|c| tree.number(c)).flat_map(|n| tree.lineage(n)).collect();
        numbers.sort_unstable();
        numbers.dedup();
        join(numbers.into_iter().filter_map(|n| tree.get(n)).map(|a| a.names.get(lang)))
    }

    fn theme_names(&self, codes: &[String], lang: Lang) -> String {
        join(codes.iter().filter_map(|c| self.city.themes.find(c)).map(|t| t.names.get(lang)))
    }
}

fn place_names(place: &Place) -> String {
    let station = place.nearest_station.as_ref().map(|s| format!("{}駅", s.trim_end_matches('駅')));
    join(place.name.iter().chain(&place.address).chain(&station))
}

fn accessibility_bits(list: &[Accessibility]) -> u64 {
    list.iter().fold(0, |bits, a| bits | 1 << *a as u64)
}

/// Every beginning of every word of a title, each ended by a mark.
pub fn beginnings(text: &Text) -> String {
    let mut out = String::new();
    for word in words(text) {
        let mut beginning = String::new();
        for unit in text[word.start..].iter().take(BEGINNING_MAX).take_while(|u| script::is_text(u.fold)) {
            beginning.push(unit.fold);
            out.push_str(&beginning);
            out.push(WORD_END);
        }
    }
    out
}
