use enmusubi_domain::application::{State, drawn, written};
use enmusubi_domain::text::Lang;
use std::path::PathBuf;

/// The states as people read them. `ENMUSUBI_WRITE_LIFECYCLE=1` writes the file anew; look at the difference before committing it.
#[test]
fn the_picture_is_drawn_from_the_table() {
    let states: String = State::ALL.iter().map(|s| format!("| `{}` | {} | {} |\n", s.code(), s.word(Lang::Ja), s.word(Lang::En))).collect();
    let text = format!(
        "# The life of an application · 応募のながれ\n\n\
         Generated from the one table in `crates/domain/src/application/table.rs`; a test compares it. このページは、プログラムが従う1つの表から作られています。\n\n\
         Two yeses always: what a volunteer begins needs the group's, what somebody else begins needs the volunteer's. A group's own invitation holds its yes\n\
         already. 必ず双方の同意が必要です。\n\n\
         ```mermaid\n{}```\n\n## States · 状態\n\n| `state` | | |\n|---|---|---|\n{states}\n\
         On the waiting list (`waitlisted`) both have said yes; when a seat comes free it is held for the first in the list (`offered`), who says so before `answer_by`,\n\
         or it goes to the next.\n\n## Steps · できごと\n\n{}",
        drawn(),
        written()
    );
    let file = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../docs/lifecycle.md");
    if std::env::var_os("ENMUSUBI_WRITE_LIFECYCLE").is_some() {
        std::fs::write(&file, &text).unwrap();
    }
    let kept = std::fs::read_to_string(&file).unwrap_or_default();
    assert!(kept == text, "docs/lifecycle.md is not what the table says: run this test with ENMUSUBI_WRITE_LIFECYCLE=1 and review the difference");
}
