use chrono::{DateTime, Utc};
use enmusubi_domain::id::OpportunityId;
use std::fmt;
use std::str::FromStr;

/// Where a page of one's matches ended.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Position {
    /// When the first page was asked for: what was seen by then counts as seen on every page.
    pub begun: DateTime<Utc>,
    /// How many were shown on all pages so far.
    pub shown: usize,
    /// Whether the last one was among those that were seen before.
    pub seen: bool,
    /// The order value of the last one.
    pub order: f32,
    /// The last one.
    pub id: OpportunityId,
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let part = if self.seen { 's' } else { 'u' };
        write!(f, "{:x}.{}.{part}.{:x}.{}", self.begun.timestamp_micros(), self.shown, self.order.to_bits(), self.id)
    }
}

/// A text that is no position.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoPosition;

impl FromStr for Position {
    type Err = NoPosition;

    fn from_str(text: &str) -> Result<Self, NoPosition> {
        let parts: Vec<&str> = text.split('.').collect();
        let [begun, shown, part, order, id] = parts[..] else { return Err(NoPosition) };
        let micros = i64::from_str_radix(begun, 16).map_err(|_| NoPosition)?;
        let order = f32::from_bits(u32::from_str_radix(order, 16).map_err(|_| NoPosition)?);
        Ok(Self {
            begun: DateTime::from_timestamp_micros(micros).ok_or(NoPosition)?,
            shown: shown.parse().map_err(|_| NoPosition)?,
            seen: match part {
                "s" => true,
                "u" => false,
                _ => return Err(NoPosition),
            },
            order: if order >= 0.0 { order } else { return Err(NoPosition) },
            id: id.parse().map_err(|_| NoPosition)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_position_is_read_as_it_was_written() {
        for (seen, order) in [(true, 0.87), (false, 0.0), (false, 1.1)] {
            let begun = DateTime::from_timestamp_micros(1_795_000_000_123_456).unwrap();
            let position = Position { begun, shown: 40, seen, order, id: OpportunityId::derived(1, "x") };
            assert_eq!(position.to_string().parse(), Ok(position));
        }
        for text in ["", "1.2.u.0", "1.2.x.0.019ad5c2-f3a9-7d0c-8e2b-4f6a1c3d5e7f", "1.2.u.ffffffff.019ad5c2-f3a9-7d0c-8e2b-4f6a1c3d5e7f", "1.-2.u.0.a"] {
            assert_eq!(text.parse::<Position>(), Err(NoPosition), "{text}");
        }
    }
}
