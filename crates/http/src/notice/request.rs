use crate::code;
use crate::input::Wrong;
use crate::problem::Problem;
use chrono::{NaiveTime, Timelike};
use enmusubi_domain::invalid::{Invalid, Why};
use enmusubi_domain::notice::{Digest, NoticeKind, NoticeSettings, QuietHours};
use serde::Deserialize;
use utoipa::ToSchema;

/// Of what one can do without, as a list for people.
const STOPPABLE: &str = "proposed accepted waitlisted seat_offered declined expired called_off reminder message application_received application_withdrawn \
    answer_due attendance_due confirmed ward_accepted";

/// Of what one wants to be told, and when. What is left out is as usual. お知らせの設定。
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NoticeSettingsRequest)]
pub struct NoticeSettingsRequest {
    /// Of what one does not want to hear; nothing, if it is left out.
    #[serde(default)]
    #[schema(value_type = Option<Vec<code::StoppableNotice>>, max_items = 50, example = json!(["expired"]))]
    off: Option<Vec<String>>,
    /// How letters that can wait are gathered; `hourly`, if it is left out.
    #[serde(default)]
    #[schema(value_type = Option<code::NoticeDigest>, example = "daily")]
    digest: Option<String>,
    /// When no letter goes, by the city's clock; 21:00 to 08:00, if it is left out. With null letters go at any time.
    #[serde(default = "usual")]
    quiet_hours: Option<QuietHoursRequest>,
}

/// Hours in which no letter goes. Not after `from` means on the next day. 静かな時間帯。
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = QuietHoursRequest)]
pub struct QuietHoursRequest {
    /// From, `HH:MM`.
    #[schema(example = "21:00", pattern = "^([01][0-9]|2[0-3]):[0-5][0-9]$")]
    from: String,
    /// To, `HH:MM`, another time than `from`.
    #[schema(example = "08:00", pattern = "^([01][0-9]|2[0-3]):[0-5][0-9]$")]
    to: String,
}

fn usual() -> Option<QuietHoursRequest> {
    Some(QuietHoursRequest { from: "21:00".into(), to: "08:00".into() })
}

impl NoticeSettingsRequest {
    /// What is wanted, or every member that is wrong.
    pub fn read(self) -> Result<NoticeSettings, Problem> {
        let mut wrong = Wrong::default();
        let off = wrong.words("off", self.off, |code| NoticeKind::parse(code).filter(|kind| kind.can_be_stopped()), STOPPABLE);
        let digest = self.digest.map_or(Some(Digest::Hourly), |code| wrong.word("digest", &code, Digest::parse, Digest::CODES));
        let quiet = self.quiet_hours.map(|hours| {
            let (from, to) = (minute(&mut wrong, "quiet_hours/from", &hours.from), minute(&mut wrong, "quiet_hours/to", &hours.to));
            from.zip(to).and_then(|(from, to)| wrong.take(QuietHours::new("quiet_hours/to", from, to)))
        });
        wrong.finish()?;
        let settings = NoticeSettings { off: vec![], digest: digest.ok_or(Problem::Internal)?, quiet: quiet.flatten() };
        Ok(settings.without(&off))
    }
}

fn minute(wrong: &mut Wrong, at: &str, text: &str) -> Option<u16> {
    let form = text.len() == 5 && text.bytes().enumerate().all(|(i, b)| if i == 2 { b == b':' } else { b.is_ascii_digit() });
    let time = NaiveTime::parse_from_str(text, "%H:%M").ok().filter(|_| form);
    let minute = time.and_then(|time| u16::try_from(time.hour() * 60 + time.minute()).ok());
    wrong.take(minute.ok_or_else(|| Invalid::new(at, Why::Malformed("HH:MM"))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_for_people_names_what_can_be_stopped() {
        let stoppable: Vec<&str> = NoticeKind::ALL.iter().filter(|kind| kind.can_be_stopped()).map(|kind| kind.code()).collect();
        assert_eq!(STOPPABLE.split_whitespace().collect::<Vec<_>>(), stoppable);
        assert_eq!(usual().map(|u| (u.from, u.to)), Some(("21:00".into(), "08:00".into())));
        assert_eq!(QuietHours::USUAL, QuietHours { from: 21 * 60, to: 8 * 60 }, "what is left out is as usual");
    }
}
