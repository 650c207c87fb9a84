use crate::columns::{Id, Json, Reading, Ts, micros};
use crate::error::StoreError;
use crate::schema::notice_setting;
use crate::tx::{Tx, Written};
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use enmusubi_domain::id::AccountId;
use enmusubi_domain::notice::{Digest, NoticeKind, NoticeSettings, QuietHours};

/// Of what somebody wants to hear, as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct KeptNoticeSettings {
    /// Counts its changes; 0 while nothing was ever said.
    pub version: i64,
    /// What they want.
    pub settings: NoticeSettings,
    /// When it last changed.
    pub updated_at: Option<DateTime<Utc>>,
}

/// A row of the table.
#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = notice_setting, treat_none_as_default_value = false, treat_none_as_null = true)]
struct SettingRow {
    account_id: Id,
    version: i64,
    off: Json,
    digest: String,
    quiet_from: Option<i32>,
    quiet_to: Option<i32>,
    updated_at: Ts,
}

impl SettingRow {
    fn into_kept(self) -> Result<KeptNoticeSettings, StoreError> {
        let r = Reading::new("notice_setting", self.account_id.0);
        let quiet = match (self.quiet_from, self.quiet_to) {
            (Some(from), Some(to)) => {
                let hours = QuietHours::new("quiet_hours", r.number("quiet_from", from)?, r.number("quiet_to", to)?);
                Some(hours.map_err(|_| r.damaged("the quiet hours are none"))?)
            }
            _ => None,
        };
        let settings = NoticeSettings { off: r.words("off", &self.off, NoticeKind::parse)?, digest: r.word("digest", &self.digest, Digest::parse)?, quiet };
        Ok(KeptNoticeSettings { version: self.version, settings, updated_at: Some(self.updated_at.0) })
    }
}

impl Tx<'_> {
    /// Of what somebody wants to hear; whoever said nothing wants the usual.
    pub fn notice_settings(&mut self, account: AccountId) -> Result<KeptNoticeSettings, StoreError> {
        let query = notice_setting::table.filter(notice_setting::account_id.eq(Id(account.0)));
        let row = query.select(SettingRow::as_select()).first(self.db).optional();
        self.look("notice_setting", row)?.map_or_else(|| Ok(KeptNoticeSettings::default()), SettingRow::into_kept)
    }

    /// Keeps of what somebody wants to hear. What waits is looked at anew.
    pub fn put_notice_settings(&mut self, account: AccountId, settings: &NoticeSettings, now: DateTime<Utc>) -> Result<Written, StoreError> {
        let stands = self.notice_settings(account)?;
        if stands.version > 0 && stands.settings == *settings {
            return Ok(Written::Unchanged);
        }
        let quiet = |minute: fn(QuietHours) -> u16| settings.quiet.map(|hours| i32::from(minute(hours)));
        let row = SettingRow {
            account_id: Id(account.0),
            version: stands.version.max(1),
            off: Json::texts(&settings.off.iter().map(|kind| kind.code().to_owned()).collect::<Vec<_>>())?,
            digest: settings.digest.code().into(),
            quiet_from: quiet(|hours| hours.from),
            quiet_to: quiet(|hours| hours.to),
            updated_at: Ts::of(now),
        };
        let (done, written) = if stands.version == 0 {
            (diesel::insert_into(notice_setting::table).values(&row).execute(self.db), Written::Created)
        } else {
            let mine = notice_setting::table.filter(notice_setting::account_id.eq(row.account_id));
            (diesel::update(mine).set(&row).execute(self.db), Written::Updated)
        };
        self.look("notice_setting", done)?;
        if self.next_notice(account)?.is_some() {
            self.wake_for(account, micros(now))?;
        }
        Ok(written)
    }
}
