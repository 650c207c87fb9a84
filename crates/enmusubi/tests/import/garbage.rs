use crate::desk::{Desk, outcomes};
use enmusubi::import::Outcome::{Created, Refused};
use enmusubi::import::{Format, ImportOptions, Kind};

const HEADER: &str = "ref,group_name,title,themes,areas,day_parts\n";
const GOOD: &str = "ok,会,お茶会,salon,011029,sat_morning\n";

/// Deterministic noise.
fn noise(seed: u64, n: usize) -> Vec<u8> {
    let mut state = seed;
    (0..n)
        .map(|_| {
            state = enmusubi_domain::id::mix(state);
            state as u8
        })
        .collect()
}

#[test]
fn garbage_ends_with_a_sentence_and_never_with_a_panic() {
    let desk = Desk::open();
    let mut files: Vec<Vec<u8>> =
        vec![vec![], b"\xEF\xBB\xBF".to_vec(), b"\0\0\0\0".to_vec(), vec![b'"'; 5000], b"\xFF\xFE\x00a".to_vec(), b"{".repeat(4000), b"[".repeat(200_000)];
    files.extend((0..3).map(|seed| noise(seed, 4096)));
    files.extend((20..22).map(|seed| [HEADER.as_bytes(), &noise(seed, 4096)].concat()));
    for (i, bytes) in files.iter().enumerate() {
        let file = desk.file("garbage", bytes);
        for (kind, format) in [
            (Kind::Opportunities, Format::Csv),
            (Kind::Opportunities, Format::Jsonl),
            (Kind::Opportunities, Format::OdsEvent),
            (Kind::Groups, Format::Jsonl),
            (Kind::Areas, Format::Csv),
            (Kind::Themes, Format::Jsonl),
            (Kind::Synonyms, Format::Text),
            (Kind::Synonyms, Format::Sudachi),
        ] {
            match desk.run(&desk.options(kind, format, vec![file.clone()])) {
                Ok((report, _)) => assert_eq!(report.created + report.updated, 0, "file {i} as {kind:?} {format:?}"),
                Err(error) => assert!(error.to_string().len() > 10, "{error}"),
            }
            let mapping = desk.file("garbage.toml", bytes);
            let options = ImportOptions { mapping: Some(mapping), ..desk.options(Kind::Opportunities, Format::Csv, vec![file.clone()]) };
            assert!(desk.run(&options).is_err(), "file {i}");
        }
    }
    assert_eq!((desk.counts().groups, desk.counts().opportunities), (0, 0));
}

#[test]
fn broken_rows_between_good_ones_cost_only_themselves() {
    let desk = Desk::open();
    let long = "長".repeat(20_000);
    let mut bytes = HEADER.as_bytes().to_vec();
    for row in [
        GOOD.as_bytes(),
        b"\xFF\xFE,a,b,salon,011029,sat_morning\n",
        b"nul,\0,b\0,salon,011029,sat_morning\n",
        format!("long,会,{long},salon,011029,sat_morning\n").as_bytes(),
        b"short,row\n",
        b"quote,\"never closed,b,salon,011029,sat_morning\n",
        GOOD.replace("ok", "ok2").as_bytes(),
    ] {
        bytes.extend_from_slice(row);
    }
    let rows = desk.import(Kind::Opportunities, Format::Csv, bytes);
    assert_eq!(outcomes(&rows), [Created, Refused, Refused, Refused, Refused, Refused, Created], "{rows:?}");
    assert_eq!(desk.counts().groups, 1);
}

#[test]
fn quotes_that_never_close_end_the_file_before_they_cost_an_hour() {
    let desk = Desk::open();
    let file = desk.file("quotes.csv", HEADER.to_owned() + &"a\",\"\n".repeat(400_000));
    let error = desk.run(&desk.options(Kind::Opportunities, Format::Csv, vec![file])).unwrap_err().to_string();
    assert!(error.contains("never closed"), "{error}");
}

#[test]
fn a_line_of_a_hundred_megabytes_is_one_refused_row() {
    let desk = Desk::open();
    for (format, header, good) in [
        (Format::Csv, HEADER, GOOD),
        (
            Format::Jsonl,
            "",
            "{\"ref\":\"j\",\"group\":{\"name\":\"会\"},\"title\":\"a\",\"themes\":[\"salon\"],\"areas\":[\"011029\"],\"schedule\":{\"day_parts\":[\"sat_morning\"]}}\n",
        ),
    ] {
        let mut bytes = header.as_bytes().to_vec();
        bytes.resize(bytes.len() + 100_000_000, b'x');
        bytes.push(b'\n');
        bytes.extend_from_slice(good.as_bytes());
        let rows = desk.import(Kind::Opportunities, format, bytes);
        assert_eq!(outcomes(&rows), [Refused, Created]);
        assert_eq!(rows[0].errors[0].code, "too_long");
    }
}

#[test]
fn options_that_do_not_go_together_are_refused_in_words() {
    let desk = Desk::open();
    let file = desk.file("rows.csv", HEADER);
    let why = |change: &dyn Fn(&mut ImportOptions)| {
        let mut options = desk.options(Kind::Opportunities, Format::Csv, vec![file.clone()]);
        change(&mut options);
        desk.run(&options).unwrap_err().to_string()
    };
    assert!(why(&|o| o.source = "../x y".into()).contains("--source"));
    assert!(why(&|o| o.kind = Kind::Synonyms).contains("text"));
    assert!(why(&|o| (o.kind, o.format) = (Kind::Groups, Format::OdsEvent)).contains("ods-event"));
    assert!(why(&|o| (o.format, o.mapping) = (Format::Jsonl, Some("m.toml".into()))).contains("--mapping"));
    assert!(why(&|o| o.files = vec![desk.dir.path().to_owned()]).contains("folder"));
    assert!(why(&|o| o.files = vec!["nowhere.csv".into()]).contains("nowhere.csv"));
    assert!(why(&|o| o.files = vec![desk.file("odd.csv", "ref,titel\n")]).contains("titel"));
    assert!(why(&|o| o.report = Some("/nowhere/report".into())).contains("report"));
}
