use super::values::*;
use super::*;

fn row(names: &[&str], values: &[&str]) -> Columns {
    let own = |list: &[&str]| list.iter().map(|s| (*s).to_owned()).collect::<Vec<_>>();
    EventList::of(&Header::new(&own(names))).unwrap().row(&own(values))
}

#[test]
fn repeat_codes_become_rules() {
    for (code, rule) in [
        ("0We", "FREQ=WEEKLY;BYDAY=WE"),
        ("13Mo", "FREQ=MONTHLY;BYDAY=1MO,3MO"),
        ("14Tu4Th", "FREQ=MONTHLY;BYDAY=1TU,4TU,4TH"),
        ("6Fr", "FREQ=MONTHLY;BYDAY=-1FR"),
        ("7Su", "FREQ=WEEKLY;INTERVAL=2;BYDAY=SU"),
        ("12345", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"),
        ("月水金", "FREQ=WEEKLY;BYDAY=MO,WE,FR"),
    ] {
        assert_eq!(repeat_rule(code).as_deref(), Some(rule), "{code}");
    }
    for other in ["", "毎日", "単日", "0", "8We", "We", "0Xx", "0We1Mo", "雪"] {
        assert_eq!(repeat_rule(other), None, "{other}");
    }
}

#[test]
fn japanese_dates_durations_and_numbers_of_places_are_read() {
    assert_eq!(narrow_date(&half_width("２０２６年１２月５日")), "2026-12-05");
    assert_eq!(narrow_date("2026/12/5"), "2026-12-05");
    assert_eq!(narrow_date("近日"), "近日");
    assert_eq!(until_after("09:30", "01:45").as_deref(), Some("11:15"));
    assert_eq!(until_after("23:30", "01:00"), None);
    assert_eq!(seats("先着30名").as_deref(), Some("30"));
    assert_eq!(seats("大人20名、子ども10名"), None);
}

#[test]
fn both_families_of_columns_say_the_same() {
    let old = row(
        &[
            "都道府県コード又は市区町村コード",
            "NO",
            "イベント名",
            "開始日",
            "終了日",
            "開始時間",
            "終了時間",
            "料金（基本）",
            "主催者",
            "場所名称",
            "住所",
            "定員",
        ],
        &["11002", "7", "雪あかり", "2027/2/6", "2027/2/6", "17:00", "19:00", "0", "山の会", "山の家", "札幌市南区定山渓", "30名"],
    );
    let new = row(
        &[
            "全国地方公共団体コード",
            "ID",
            "イベント名",
            "開始日",
            "終了日",
            "開始時間",
            "終了時間",
            "料金種別",
            "主催者",
            "場所名称",
            "所在地_連結表記",
            "定員",
        ],
        &["011002", "7", "雪あかり", "2027/2/6", "2027/2/6", "17:00", "19:00", "無料", "山の会", "山の家", "札幌市南区定山渓", "30"],
    );
    for column in ["ref", "title", "starts_on", "from", "to", "cost", "group_name", "place_name", "address", "seats", "kind"] {
        assert_eq!(old.get(column), new.get(column), "{column}");
        assert!(old.get(column).is_some(), "{column}");
    }
    assert_eq!(old.get("ref"), Some("011002/7"), "a lost zero makes no other event of it");
}

#[test]
fn an_address_in_four_pieces_is_one_and_a_point_on_the_equator_is_none() {
    let c = row(
        &["イベント名", "開始日", "所在地_都道府県", "所在地_市区町村", "所在地_町字", "所在地_番地以下", "緯度", "経度"],
        &["a", "2027-01-01", "北海道", "札幌市北区", "北24条西", "6丁目", "0", "0"],
    );
    assert_eq!((c.get("address"), c.get("lat"), c.get("lon")), (Some("北海道札幌市北区北24条西6丁目"), None, None));
}

#[test]
fn another_list_is_no_event_list() {
    assert!(EventList::of(&Header::new(&["名称".to_owned(), "住所".to_owned()])).is_none());
}
