/// Bits in a word.
pub const WORD: usize = 64;

/// Yes-or-no statements about listings, bit by bit: a column is one statement, a place in it one listing. Bits beyond the last listing are zero.
#[derive(Debug, Clone, Default)]
pub struct BitColumns {
    /// Columns one after the other, each with room for `room` words.
    bits: Vec<u64>,
    room: usize,
    columns: usize,
}

impl BitColumns {
    /// The words of a column, as many as `n` listings need; nothing for a column that was never written to.
    pub fn column(&self, column: usize, n: usize) -> Option<&[u64]> {
        let begin = column * self.room;
        (column < self.columns).then(|| &self.bits[begin..begin + n.div_ceil(WORD)])
    }

    /// Writes a bit.
    pub fn set(&mut self, column: usize, at: usize, on: bool) {
        self.make_room(column, at / WORD + 1);
        let (word, bit) = (&mut self.bits[column * self.room + at / WORD], 1u64 << (at % WORD));
        *word = if on { *word | bit } else { *word & !bit };
    }

    /// Gives back what is not needed for `n` listings.
    pub fn settle(&mut self, n: usize) {
        self.lay_out(n.div_ceil(WORD));
        self.bits.shrink_to_fit();
    }

    /// Bytes it takes.
    pub fn bytes(&self) -> usize {
        self.bits.capacity() * size_of::<u64>()
    }

    fn make_room(&mut self, column: usize, words: usize) {
        if words > self.room {
            // A fifth more each time: half as much again would stand empty in most.
            self.lay_out(words + words / 5);
        }
        if column >= self.columns {
            self.columns = column + 1;
            self.bits.reserve_exact(self.columns * self.room - self.bits.len());
            self.bits.resize(self.columns * self.room, 0);
        }
    }

    fn lay_out(&mut self, room: usize) {
        let mut bits = vec![0; self.columns * room];
        let kept = room.min(self.room);
        for column in 0..self.columns {
            bits[column * room..column * room + kept].copy_from_slice(&self.bits[column * self.room..column * self.room + kept]);
        }
        (self.bits, self.room) = (bits, room);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bit_stays_where_it_was_written_while_room_is_made_and_given_back() {
        let mut columns = BitColumns::default();
        let written: Vec<(usize, usize)> = (0..500).map(|n| (n * 7 % 23, n * 31 % 1_000)).collect();
        for (column, at) in &written {
            columns.set(*column, *at, true);
        }
        columns.set(3, 1_000, true);
        columns.set(3, 1_000, false);
        for round in 0..2 {
            for column in 0..23 {
                for at in 0..1_000 {
                    let word = columns.column(column, 1_000).map_or(0, |c| c[at / WORD]);
                    assert_eq!(word >> (at % WORD) & 1 == 1, written.contains(&(column, at)), "column {column}, place {at}, round {round}");
                }
            }
            columns.settle(1_000);
        }
        assert!(columns.column(23, 1_000).is_none(), "no column beyond the last");
    }
}
