use chrono::{DateTime, Utc};
use enmusubi_domain::city::Calendar;
use enmusubi_domain::id::SessionId;
use enmusubi_persistence::{Store, StoreError};

/// Recurring opportunities looked after in one transaction.
const AT_A_TIME: usize = 100;

/// Makes the sessions that recurrences yield within the horizon and that are not there yet. Answers how many were made.
///
/// Running it again makes none; two nodes that run it at once make each session once, because the database lets one of them go first.
pub fn extend_recurrences(store: &Store, calendar: &Calendar, now: DateTime<Utc>) -> Result<usize, StoreError> {
    let today = calendar.civil(now).date();
    let ids = store.read(|tx| tx.recurring_opportunities())?;
    let mut made = 0;
    for some in ids.chunks(AT_A_TIME) {
        // Looking first keeps the write lock for those that need it.
        let due =
            store.read(|tx| tx.opportunities(some))?.into_iter().filter(|o| o.details.schedule.clone().extend(today, calendar.tz, |_| SessionId::new()) > 0);
        let due: Vec<_> = due.map(|o| o.id).collect();
        if due.is_empty() {
            continue;
        }
        made += store.write(|tx| {
            let mut made = 0;
            for mut opportunity in tx.opportunities(&due)? {
                made += opportunity.details.schedule.extend(today, calendar.tz, |_| SessionId::new());
                opportunity.updated_at = now;
                tx.put_opportunity(&opportunity)?;
            }
            Ok::<usize, StoreError>(made)
        })?;
    }
    Ok(made)
}
