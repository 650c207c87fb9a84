use crate::code;
use crate::opportunity::local;
use chrono::{DateTime, FixedOffset};
use chrono_tz::Tz;
use enmusubi_domain::notice::{NoticeKind, NoticeSettings, QuietHours, Stop};
use enmusubi_domain::text::Lang;
use enmusubi_persistence::KeptNoticeSettings;
use serde::Serialize;
use utoipa::ToSchema;

/// Of what one is told by letter, and when. お知らせの設定。
#[derive(Serialize, ToSchema)]
#[schema(as = NoticeSettings)]
pub struct NoticeSettingsView {
    /// Counts its changes, and begins at 0; the `ETag` begins with it.
    #[schema(example = 0)]
    pub version: i64,
    /// When it last changed; null while everything is as usual.
    pub updated_at: Option<DateTime<FixedOffset>>,
    /// Of what one does not want to hear.
    #[schema(value_type = Vec<code::StoppableNotice>, example = json!([]))]
    off: Vec<&'static str>,
    /// How letters that can wait are gathered.
    #[schema(value_type = code::NoticeDigest, example = "hourly")]
    digest: &'static str,
    /// When no letter goes, by the city's clock; null means there is no such time.
    quiet_hours: Option<QuietHoursView>,
    /// Everything one can be told of.
    kinds: Vec<NoticeKindView>,
}

/// Hours in which no letter goes; they may go over midnight. 静かな時間帯。
#[derive(Serialize, ToSchema)]
#[schema(as = QuietHours)]
pub struct QuietHoursView {
    /// From.
    #[schema(example = "21:00")]
    from: String,
    /// To.
    #[schema(example = "08:00")]
    to: String,
}

/// Something one can be told of. お知らせの種類。
#[derive(Serialize, ToSchema)]
#[schema(as = NoticeKindSetting)]
pub struct NoticeKindView {
    /// Its code.
    #[schema(value_type = code::NoticeKind, example = "seat_offered")]
    code: &'static str,
    /// What it is called.
    #[schema(example = "空席の案内")]
    name: &'static str,
    /// When it comes.
    #[schema(example = "待っていた活動に空きが出て、あなたの席を確保したときにお知らせします。")]
    sentence: &'static str,
    /// To whom it is.
    #[schema(value_type = code::NoticeReader, example = "volunteer")]
    reader: &'static str,
    /// Whether it goes by itself, as soon as the quiet hours allow; others are gathered.
    #[schema(example = true)]
    urgent: bool,
    /// Whether one can do without it.
    #[schema(example = true)]
    can_be_stopped: bool,
    /// Whether one is told of it now.
    #[schema(example = true)]
    on: bool,
}

/// What one click in a letter stops. 停止するお知らせ。
#[derive(Serialize, ToSchema)]
#[schema(as = NoticeStop)]
pub struct NoticeStopView {
    /// The kinds.
    pub kinds: Vec<NoticeKindView>,
    /// Whether none of them is sent any more.
    #[schema(example = true)]
    pub stopped: bool,
}

impl NoticeSettingsView {
    /// Shows what somebody wants to hear of.
    pub fn of(kept: &KeptNoticeSettings, tz: Tz, lang: Lang) -> Self {
        Self {
            version: kept.version,
            updated_at: kept.updated_at.map(|at| local(at, tz)),
            off: kept.settings.off.iter().map(|kind| kind.code()).collect(),
            digest: kept.settings.digest.code(),
            quiet_hours: kept.settings.quiet.map(QuietHoursView::of),
            kinds: NoticeKind::ALL.iter().map(|kind| NoticeKindView::of(*kind, &kept.settings, lang)).collect(),
        }
    }
}

impl QuietHoursView {
    fn of(hours: QuietHours) -> Self {
        let clock = |minute: u16| format!("{:02}:{:02}", minute / 60, minute % 60);
        Self { from: clock(hours.from), to: clock(hours.to) }
    }
}

impl NoticeKindView {
    fn of(kind: NoticeKind, settings: &NoticeSettings, lang: Lang) -> Self {
        Self {
            code: kind.code(),
            name: kind.word(lang),
            sentence: kind.sentence(lang),
            reader: kind.reader().code(),
            urgent: kind.is_urgent(),
            can_be_stopped: kind.can_be_stopped(),
            on: settings.wants(kind),
        }
    }

    /// What it is called, and when it comes.
    pub fn words(&self) -> (&'static str, &'static str) {
        (self.name, self.sentence)
    }
}

impl NoticeStopView {
    /// Shows what a click stops, or has stopped.
    pub fn of(stop: &Stop, settings: &NoticeSettings, lang: Lang) -> Self {
        let stopped = !stop.kinds().iter().any(|kind| settings.wants(*kind));
        Self { kinds: stop.kinds().iter().map(|kind| NoticeKindView::of(*kind, settings, lang)).collect(), stopped }
    }
}
