//! The yardstick: SQLite FTS5 with its trigram tokenizer, asked in the two ways that do best.

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::Text;

pub struct Yardstick(SqliteConnection);

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = Text)]
    name: String,
}

impl Yardstick {
    pub fn new(texts: &[(String, Vec<String>)]) -> Self {
        let mut db = SqliteConnection::establish(":memory:").unwrap();
        db.batch_execute("CREATE VIRTUAL TABLE listing USING fts5(name UNINDEXED, title, english, names, summary, description, tokenize='trigram')").unwrap();
        for (name, columns) in texts {
            let mut insert = diesel::sql_query("INSERT INTO listing VALUES (?, ?, ?, ?, ?, ?)").into_boxed().bind::<Text, _>(name);
            for column in columns {
                insert = insert.bind::<Text, _>(column);
            }
            insert.execute(&mut db).unwrap();
        }
        Self(db)
    }

    /// The words of the question as they stand between blanks, any of them.
    pub fn by_words(&mut self, question: &str) -> Vec<String> {
        self.any_of(question.split_whitespace().map(str::to_owned).collect(), question)
    }

    /// Every three characters of the question, any of them.
    pub fn by_trigrams(&mut self, question: &str) -> Vec<String> {
        let words = question.split_whitespace().flat_map(|word| {
            let chars: Vec<char> = word.chars().collect();
            chars.windows(3.min(chars.len().max(1))).map(|w| w.iter().collect::<String>()).collect::<Vec<_>>()
        });
        self.any_of(words.collect(), question)
    }

    fn any_of(&mut self, words: Vec<String>, question: &str) -> Vec<String> {
        let (long, short): (Vec<String>, Vec<String>) = words.into_iter().partition(|w| w.chars().count() >= 3);
        if long.is_empty() {
            return self.containing(short, question);
        }
        let any = long.iter().map(|w| format!("\"{}\"", w.replace('"', "\"\""))).collect::<Vec<_>>().join(" OR ");
        let query = "SELECT name FROM listing WHERE listing MATCH ? ORDER BY bm25(listing, 0, 4, 2, 2, 2, 1) LIMIT 10";
        diesel::sql_query(query).bind::<Text, _>(any).load::<Row>(&mut self.0).unwrap().into_iter().map(|r| r.name).collect()
    }

    /// Trigrams cannot find two characters; then it may look at every row, titles first.
    fn containing(&mut self, short: Vec<String>, question: &str) -> Vec<String> {
        let word = short.first().cloned().unwrap_or_else(|| question.to_owned());
        let like = format!("%{word}%");
        let query = "SELECT name FROM listing WHERE title LIKE ?1 OR names LIKE ?1 OR summary LIKE ?1 OR description LIKE ?1 \
                     ORDER BY title LIKE ?1 DESC, summary LIKE ?1 DESC, rowid LIMIT 10";
        diesel::sql_query(query).bind::<Text, _>(like).load::<Row>(&mut self.0).unwrap().into_iter().map(|r| r.name).collect()
    }
}
