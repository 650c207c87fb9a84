//! PostgreSQL's snapshots and how one is clipped.

/// Which transactions a moment can see: all before `xmax` but those in `running`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snapshot {
    /// Everything before is over.
    pub xmin: u64,
    /// Nothing from here on is seen.
    pub xmax: u64,
    /// Those in between that were still running.
    pub running: Vec<u64>,
}

impl Snapshot {
    /// Whether a transaction is seen.
    #[cfg(test)]
    pub fn sees(&self, xid: u64) -> bool {
        xid < self.xmax && !self.running.contains(&xid)
    }

    /// Forgets everything after the newest transaction that left a visible entry in the log.
    ///
    /// After a crash PostgreSQL gives the ids of transactions that had not reached the disk to new ones. A snapshot that has seen such
    /// an id would take the new transaction for an old one and miss it for ever. The newest visible entry has reached the
    /// disk, so ids up to it are never given again.
    pub fn clipped(mut self, newest: u64) -> Self {
        self.xmax = self.xmax.min(newest.saturating_add(1));
        self.running.retain(|xid| *xid < self.xmax);
        self.xmin = self.xmin.min(self.xmax);
        self
    }
}

impl std::fmt::Display for Snapshot {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}:", self.xmin, self.xmax)?;
        for (i, xid) in self.running.iter().enumerate() {
            write!(f, "{}{xid}", if i > 0 { "," } else { "" })?;
        }
        Ok(())
    }
}

impl std::str::FromStr for Snapshot {
    type Err = ();

    /// Reads `xmin:xmax:a,b,c` as PostgreSQL writes it, in order and within its bounds: anything else it would refuse to read back.
    fn from_str(text: &str) -> Result<Self, ()> {
        let mut parts = text.split(':');
        let mut number = || parts.next()?.parse::<u64>().ok();
        let (xmin, xmax) = (number().ok_or(())?, number().ok_or(())?);
        let running = match (parts.next(), parts.next()) {
            (Some(""), None) => vec![],
            (Some(list), None) => list.split(',').map(|xid| xid.parse().map_err(|_| ())).collect::<Result<Vec<u64>, ()>>()?,
            _ => return Err(()),
        };
        let ordered = running.windows(2).all(|w| w[0] < w[1]) && running.iter().all(|xid| (xmin..xmax).contains(xid));
        // A transaction id has 63 bits at most in PostgreSQL's own text form.
        if xmin == 0 || xmin > xmax || xmax > i64::MAX as u64 || !ordered { Err(()) } else { Ok(Self { xmin, xmax, running }) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn snapshot(text: &str) -> Snapshot {
        text.parse().unwrap()
    }

    #[test]
    fn a_snapshot_reads_back_what_it_writes() {
        for text in ["100:100:", "100:110:100,105", "3:9223372036854775807:3"] {
            assert_eq!(snapshot(text).to_string(), text);
        }
        for odd in ["", ":", "1:2", "0:1:", "2:1:", "1:2:3", "1:5:3,2", "1:5:2,", "a:b:", "1:2::", "1:18446744073709551615:", "-1:2:"] {
            assert!(odd.parse::<Snapshot>().is_err(), "{odd}");
        }
    }

    #[test]
    fn an_id_that_is_given_again_after_a_crash_is_found() {
        // 104 is the newest that left an entry. 105 to 109 began and were rolled back; none of it reached the disk.
        let seen = snapshot("105:110:");
        assert!(seen.sees(107), "as it stands, whoever gets 107 after the crash would never be found");
        let clipped = seen.clipped(104);
        assert!(!clipped.sees(107) && !clipped.sees(105));
        assert!(clipped.sees(104), "what was read is not read again");
        assert_eq!(clipped.to_string(), "105:105:");
    }

    #[test]
    fn clipping_keeps_what_was_running_below_the_newest() {
        let clipped = snapshot("100:120:100,103,115").clipped(110);
        assert_eq!(clipped.to_string(), "100:111:100,103");
        assert!(!clipped.sees(103) && clipped.sees(104) && !clipped.sees(115));
        assert_eq!(snapshot("100:120:100").clipped(400).to_string(), "100:120:100", "nothing to clip");
        assert_eq!(snapshot("100:120:115").clipped(90).to_string(), "91:91:");
        assert!("100:120:115".parse::<Snapshot>().unwrap().clipped(u64::MAX).sees(119));
    }

    #[test]
    fn between_two_snapshots_each_commit_is_found_exactly_once() {
        // All histories of four transactions over three looks: each either ends before a look or is still running.
        for history in 0..81u32 {
            let ends = |xid: u64| (history / 3u32.pow(xid as u32)) % 3;
            let look = |n: u32| {
                let running: Vec<u64> = (0..4).filter(|x| ends(*x) > n).map(|x| x + 10).collect();
                Snapshot { xmin: running.first().copied().unwrap_or(14), xmax: 14, running }
            };
            let newest = |n: u32| (0..4).filter(|x| ends(*x) <= n).map(|x| x + 10).max().unwrap_or(9);
            let mut found = [0; 4];
            let mut last = Snapshot { xmin: 10, xmax: 10, running: vec![] };
            for n in 0..3 {
                for xid in 10..14 {
                    if look(n).sees(xid) && !last.sees(xid) {
                        found[xid as usize - 10] += 1;
                    }
                }
                last = look(n).clipped(newest(n));
            }
            assert_eq!(found, [1; 4], "history {history}");
        }
    }
}
