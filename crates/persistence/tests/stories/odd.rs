//! Groups and opportunities with odd values, by chance but the same for the same seed.

use crate::people::at;
use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use enmusubi_domain::day::DayParts;
use enmusubi_domain::group::{Group, GroupDetails, GroupKind, Standing};
use enmusubi_domain::id::{GroupId, OpportunityId, SessionId, mix};
use enmusubi_domain::level::{Accessibility, Level, Responsibility};
use enmusubi_domain::opportunity::{Audience, Commitment, Insurance, Kind, Opportunity, OpportunityDetails, Seeks, Source, State};
use enmusubi_domain::place::{Place, Point};
use enmusubi_domain::schedule::{Recurrence, Schedule, Session};

/// Odd values by chance, the same for the same seed.
pub struct Odd(pub u64);

impl Odd {
    /// A number below `n`.
    pub fn below(&mut self, n: usize) -> usize {
        self.0 = mix(self.0);
        (self.0 % n as u64) as usize
    }

    fn coin(&mut self) -> bool {
        self.below(2) == 0
    }

    fn maybe<T>(&mut self, f: impl FnOnce(&mut Self) -> T) -> Option<T> {
        if self.coin() { Some(f(self)) } else { None }
    }

    fn one<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.below(all.len())]
    }

    /// A text nobody expects.
    pub fn text(&mut self) -> String {
        let odd = [
            "",
            " ",
            "a",
            "null",
            "'; DROP TABLE \"group\"; --",
            "\\u0000",
            "\u{1}\u{7f}",
            "👩🏽‍🚒",
            "e\u{301}",
            "\u{10FFFF}",
            "ｶﾞ\t\n\r",
            "%_[]{}\"",
            "$1 ?1 :x",
            "雪",
        ];
        let text = self.one(&odd);
        if self.below(20) == 0 { text.repeat(1000) } else { text.into() }
    }

    fn texts(&mut self) -> Vec<String> {
        (0..self.below(4)).map(|_| self.text()).collect()
    }

    fn number(&mut self) -> u32 {
        self.one(&[0, 1, 2, 255, i32::MAX as u32, i32::MAX as u32 + 1, u32::MAX])
    }

    fn instant(&mut self) -> DateTime<Utc> {
        at(self.one(&["0001-01-01T00:00:00Z", "1899-12-31T23:59:59.999999Z", "1970-01-01T00:00:00Z", "2026-11-23T01:02:03.000004Z", "9999-12-31T23:59:59Z"]))
    }

    fn date(&mut self) -> NaiveDate {
        self.one(&[NaiveDate::MIN, NaiveDate::MAX, NaiveDate::default(), "2028-02-29".parse().unwrap()])
    }

    fn hour(&mut self) -> NaiveTime {
        self.one(&[NaiveTime::MIN, NaiveTime::from_hms_opt(23, 59, 59).unwrap(), NaiveTime::from_hms_nano_opt(9, 30, 0, 1).unwrap()])
    }

    fn place(&mut self) -> Place {
        Place {
            name: self.maybe(Self::text),
            address: self.maybe(Self::text),
            point: self.maybe(|o| Point { lat: o.one(&[i32::MIN, 0, 90_000_000, i32::MAX]), lon: o.one(&[i32::MIN, -1, 180_000_000]) }),
            nearest_station: self.maybe(Self::text),
        }
    }

    fn words<T: Copy>(&mut self, all: &[T]) -> Vec<T> {
        (0..self.below(4)).map(|_| self.one(all)).collect()
    }

    /// A group nobody expects.
    pub fn group(&mut self, id: GroupId) -> Group {
        Group {
            id,
            version: 1,
            details: GroupDetails {
                name: self.text(),
                name_en: self.maybe(Self::text),
                kind: self.one(GroupKind::ALL),
                summary: self.text(),
                description: self.text(),
                themes: self.texts(),
                areas: self.texts(),
                place: self.place(),
                members: self.maybe(Self::number),
                founded: self.maybe(|o| o.one(&[i32::MIN, -1, 0, 1987, i32::MAX])),
                url: self.maybe(Self::text),
                accessibility: self.words(Accessibility::ALL),
            },
            standing: self.one(Standing::ALL),
            source: self.maybe(|o| Source { name: o.text(), reference: format!("{}{}", id, o.text()) }),
            imported: self.coin(),
            response_hours: None,
            created_at: self.instant(),
            updated_at: self.instant(),
        }
    }

    /// An opportunity nobody expects.
    pub fn opportunity(&mut self, id: OpportunityId, group: GroupId) -> Opportunity {
        let mut sessions: Vec<Session> = (0..self.below(5))
            .map(|i| {
                let seats = self.maybe(Self::number);
                let seats_taken = self.number().min(seats.unwrap_or(u32::MAX));
                Session {
                    id: SessionId::derived(self.0 % 4_000_000_000_000, &format!("{id}/{i}")),
                    starts_at: self.instant(),
                    ends_at: self.instant(),
                    seats,
                    seats_taken,
                    cancelled: self.coin(),
                }
            })
            .collect();
        sessions.sort_by_key(|s| (s.starts_at, s.id));
        let schedule = Schedule {
            sessions,
            recurrence: self.maybe(|o| Recurrence {
                rule: o.text(),
                starts_on: o.date(),
                until: o.maybe(Self::date),
                from: o.hour(),
                to: o.hour(),
                except: (0..o.below(3)).map(|_| o.date()).collect(),
                seats: o.maybe(Self::number),
            }),
            day_parts: DayParts(self.number()),
            partial_attendance: self.coin(),
            minimum_minutes: self.maybe(Self::number),
        };
        let seats = self.maybe(Self::number);
        let age = |o: &mut Self| o.one(&[0u8, 18, 255]);
        Opportunity {
            id,
            version: 1,
            group,
            details: OpportunityDetails {
                kind: self.one(Kind::ALL),
                title: self.text(),
                title_en: self.maybe(Self::text),
                summary: self.text(),
                summary_en: self.maybe(Self::text),
                description: self.text(),
                themes: self.texts(),
                themes_suggested: self.coin(),
                areas: self.texts(),
                place: self.place(),
                remote: self.coin(),
                level: self.maybe(|o| o.one(Level::ALL)),
                beginner_friendly: self.coin(),
                responsibility: self.one(Responsibility::ALL),
                schedule,
                seats,
                seats_taken: self.number().min(seats.unwrap_or(u32::MAX)),
                party_min: self.number(),
                party_max: self.maybe(Self::number),
                audience: Audience { age_min: self.maybe(age), age_max: self.maybe(age), families: self.coin(), students: self.coin(), seniors: self.coin() },
                requirements: self.texts(),
                qualifications: self.texts(),
                accessibility: self.words(Accessibility::ALL),
                languages: self.texts(),
                insurance: self.maybe(|o| o.one(Insurance::ALL)),
                cost: self.maybe(Self::text),
                rewards: self.maybe(Self::text),
                apply_by: self.maybe(Self::instant),
                company_ok: self.coin(),
                url: self.maybe(Self::text),
                seeks: self.maybe(|o| Seeks {
                    level: o.maybe(|o| o.one(Level::ALL)),
                    commitment: o.maybe(|o| o.one(Commitment::ALL)),
                    skills: o.texts(),
                    languages: o.texts(),
                    newcomer_seats: o.number(),
                }),
            },
            state: self.one(State::ALL),
            source: self.maybe(|o| Source { name: o.text(), reference: format!("{}{}", id, o.text()) }),
            created_at: self.instant(),
            updated_at: self.instant(),
            published_at: self.maybe(Self::instant),
        }
    }
}
