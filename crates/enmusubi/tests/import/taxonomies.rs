use crate::desk::{Desk, outcomes, wrong};
use enmusubi::import::Outcome::{Created, Refused, Unchanged, Updated};
use enmusubi::import::{Format, Kind, words};

const AREAS: &str = "code,name_ja,name_en,kind,lat,lon,parent,adjacent,postal_prefixes\n\
    C,市,City,city,,,,,\n\
    N,北,North,ward,43.1,141.3,C,S,001;002\n\
    S,南,South,ward,43.0,141.3,C,N,005\n";

#[test]
fn a_city_loads_its_own_tree() {
    let desk = Desk::empty();
    assert_eq!(outcomes(&desk.import(Kind::Areas, Format::Csv, AREAS)), [Created; 3]);
    assert_eq!(outcomes(&desk.import(Kind::Areas, Format::Csv, AREAS)), [Unchanged; 3]);
    assert_eq!(outcomes(&desk.import(Kind::Areas, Format::Csv, AREAS.replace("North", "Upper"))), [Unchanged, Updated, Unchanged]);
    let json = "{\"code\":\"D\",\"name_ja\":\"地区\",\"kind\":\"district\",\"parent\":\"N\",\"adjacent\":[]}\n";
    assert_eq!(outcomes(&desk.import(Kind::Areas, Format::Jsonl, json)), [Created]);
    assert_eq!(desk.counts().areas, 4);
}

#[test]
fn areas_that_do_not_fit_are_refused_and_those_that_need_them_as_well() {
    let desk = Desk::empty();
    let rows = desk.import(
        Kind::Areas,
        Format::Csv,
        "code,name_ja,kind,parent,adjacent,lat\nC,市,city,,,\nA,甲,ward,C,Z,\nB,乙,ward,C,A,\nX,丙,village,,,\nC,重複,city,,,\nbad code,丁,ward,,,\nE,,ward,,,\nF,半点,ward,,,43.0\n",
    );
    assert_eq!(outcomes(&rows), [Created, Refused, Refused, Refused, Refused, Refused, Refused, Refused], "{rows:?}");
    assert_eq!(wrong(&rows[1]), [("adjacent", "unknown_code")]);
    assert_eq!(wrong(&rows[2]), [("adjacent", "unknown_code")], "its neighbour was refused");
    assert_eq!((wrong(&rows[3]), wrong(&rows[4]), wrong(&rows[5])), (vec![("kind", "not_one_of")], vec![("ref", "duplicate")], vec![("code", "malformed")]));
}

#[test]
fn a_circle_of_areas_is_refused() {
    let desk = Desk::empty();
    let rows = desk.import(Kind::Areas, Format::Csv, "code,name_ja,kind,parent\nC,市,city,\nA,甲,ward,B\nB,乙,ward,A\n");
    assert_eq!(outcomes(&rows), [Created, Refused, Refused]);
}

#[test]
fn themes_come_in_order_and_wrong_ones_are_named() {
    let desk = Desk::empty();
    let csv = "code,name_ja,name_en,fields,sdgs\nparks,公園,Parks,7,11;15\nhealth,健康,,1,3\nBad,悪,Bad,1,\nodd,奇,Odd,x,99\n";
    let rows = desk.import(Kind::Themes, Format::Csv, csv);
    assert_eq!(outcomes(&rows), [Created, Created, Refused, Refused]);
    assert_eq!((wrong(&rows[2]), wrong(&rows[3])), (vec![("code", "malformed")], vec![("fields", "malformed"), ("sdgs", "out_of_range")]));
    let codes: Vec<_> = desk.store.read(|tx| tx.themes()).unwrap().into_iter().map(|t| t.code).collect();
    assert_eq!(codes, ["parks", "health"]);
    assert_eq!(outcomes(&desk.import(Kind::Themes, Format::Csv, csv))[..2], [Unchanged, Unchanged]);
}

#[test]
fn synonyms_are_merged_into_the_data_directory() {
    let desk = Desk::open();
    let built_in = words(desk.dir.path()).unwrap().synonym_groups();
    let rows = desk.import(Kind::Synonyms, Format::Text, "# ours\nゆきんこ,雪ん子\nつるつる => 凍結路面,アイスバーン\nひとつだけ\n");
    assert_eq!(outcomes(&rows), [Created, Created, Refused]);
    assert_eq!(words(desk.dir.path()).unwrap().synonym_groups(), built_in + 2);
    let again = desk.import(Kind::Synonyms, Format::Text, "ゆきんこ,雪ん子,雪わらし\nつるつる => 凍結路面,アイスバーン\n");
    assert_eq!(outcomes(&again), [Updated, Unchanged]);
    let kept = std::fs::read_to_string(desk.dir.path().join("synonyms.txt")).unwrap();
    assert_eq!(kept, "ゆきんこ,雪ん子,雪わらし\nつるつる => 凍結路面,アイスバーン\n");
}
