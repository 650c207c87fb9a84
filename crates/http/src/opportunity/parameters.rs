use crate::code;
use crate::context::Context;
use crate::input::{Asked, Field, Form, Parameters, Reader};
use crate::page::{self, Page};
use crate::problem::Problem;
use enmusubi_domain::city::City;
use enmusubi_domain::criteria::{AudienceGroup, Criteria, Facet, ItemType, QUESTION_MAX, Sort};
use enmusubi_domain::day::DayPart;
use enmusubi_domain::invalid::Why;
use enmusubi_domain::level::{Accessibility, Level, Responsibility};
use enmusubi_domain::opportunity::{Kind, is_language};
use enmusubi_search::{After, Order};

/// What one may look for among opportunities.
pub struct Filters;

impl Parameters for Filters {
    const FIELDS: &'static [&'static [Field]] = &[FIELDS, page::FIELDS];
}

/// Words as people type them.
pub const Q: Field = Field {
    name: "q",
    form: Form::Text(QUESTION_MAX),
    text: ("Words as people type them, in Japanese or English; a question, never a query language.", "探したいことば。文章でも、ひらがなでも、英語でもよい。"),
    example: "子どもと雪あそび",
};

/// Themes.
pub const THEME: Field = Field {
    name: "theme",
    form: Form::Codes("^[a-z0-9_]{1,40}$"),
    text: ("Theme codes (see `/v1/themes`); any of them.", "テーマのコード。複数はコンマ区切り（いずれか）。"),
    example: "snow,childcare",
};

/// Areas.
pub const AREA: Field = Field {
    name: "area",
    form: Form::Codes("^[A-Za-z0-9_-]{1,20}$"),
    text: ("Area codes (see `/v1/areas`), everything within them included; any of them.", "地域のコード。その中の地区も含む。"),
    example: "011029",
};

/// Kinds of opportunity.
pub const KIND: Field = Field {
    name: "kind",
    form: Form::Words(code::opportunity_kinds),
    text: ("Kinds of opportunity; any of them.", "募集の種類（いずれか）。"),
    example: "activity,event",
};

/// Day parts.
pub const DAY_PART: Field = Field {
    name: "day_part",
    form: Form::Words(code::day_parts),
    text: ("Touches one of these day parts.", "時間帯（いずれか）。祝日は holiday。"),
    example: "sat_morning,holiday_afternoon",
};

/// First date.
pub const FROM: Field = Field {
    name: "from",
    form: Form::Date,
    text: ("Has a session on or after this date; flexible ones always.", "この日以降に回があるもの。"),
    example: "2026-12-01",
};

/// Last date.
pub const TO: Field = Field {
    name: "to",
    form: Form::Date,
    text: ("Has a session on or before this date; flexible ones always.", "この日までに回があるもの。"),
    example: "2026-12-31",
};

/// From anywhere.
pub const REMOTE: Field =
    Field { name: "remote", form: Form::Flag, text: ("From anywhere, or not.", "オンラインなど場所を選ばないもの。"), example: "false" };

/// Trials.
pub const TRIAL: Field = Field { name: "trial", form: Form::Flag, text: ("Trials only, or none.", "体験だけ、または体験以外。"), example: "true" };

/// Groups.
pub const GROUP_ID: Field = Field {
    name: "group_id",
    form: Form::Codes("^[0-9a-f-]{36}$"),
    text: ("Of one of these groups.", "団体のID（いずれか）。"),
    example: "019ad5c2-f3a9-7d0c-8e2b-4f6a1c3d5e7f",
};

const FIELDS: &[Field] = &[
    Q,
    KIND,
    THEME,
    AREA,
    Field {
        name: "near",
        form: Form::Point,
        text: ("A point to measure from: latitude and longitude in degrees.", "基準の地点（緯度,経度）。"),
        example: "43.062,141.354",
    },
    Field {
        name: "radius_km",
        form: Form::Decimal(0.0, 1000.0),
        text: ("Greatest distance from `near`, in kilometres.", "near からの距離の上限（キロ）。"),
        example: "3.5",
    },
    Field {
        name: "level",
        form: Form::Word(code::levels),
        text: ("Usable at this level: asks for no more, or welcomes beginners.", "この段階で参加できるもの。"),
        example: "introductory",
    },
    DAY_PART,
    FROM,
    TO,
    Field {
        name: "responsibility",
        form: Form::Word(code::responsibilities),
        text: ("Carries at most this responsibility.", "責任の重さの上限。"),
        example: "help",
    },
    Field {
        name: "max_minutes",
        form: Form::Whole(1, 1440),
        text: ("The shortest useful stay is at most this long.", "最短の参加時間がこの分数以内。"),
        example: "90",
    },
    REMOTE,
    TRIAL,
    Field { name: "beginner_friendly", form: Form::Flag, text: ("Beginners are welcome, or not.", "はじめての方歓迎。"), example: "true" },
    Field {
        name: "seats",
        form: Form::Whole(1, 1000),
        text: ("One session has at least so many seats left.", "空きがこの人数以上ある回があるもの。"),
        example: "2",
    },
    Field { name: "age", form: Form::Whole(0, 120), text: ("Open to a person of this age.", "この年齢で参加できるもの。"), example: "16" },
    Field {
        name: "audience",
        form: Form::Words(code::audiences),
        text: ("Welcomes these people in particular; any of them.", "特に歓迎する人（いずれか）。"),
        example: "families",
    },
    Field {
        name: "accessibility", form: Form::Words(code::accessibility), text: ("Offers all of these.", "必要な配慮（すべて）。"), example: "wheelchair"
    },
    Field {
        name: "language",
        form: Form::Codes("^[a-z]{2}$"),
        text: ("Usable in one of these languages (ISO 639-1).", "参加できることば（いずれか）。"),
        example: "en,ja",
    },
    GROUP_ID,
    Field {
        name: "company_ok", form: Form::Flag, text: ("Suits a company team, or not.", "企業のチームでの参加に向くもの。"), example: "true"
    },
    Field {
        name: "sort",
        form: Form::Word(code::sorts),
        text: ("The order: best answer, next session, latest publication, or nearest to `near`.", "並び順。"),
        example: "soonest",
    },
    Field {
        name: "facets",
        form: Form::Words(code::facets),
        text: ("What to count over all pages together.", "件数を数える項目。"),
        example: "theme,day_part",
    },
    Field {
        name: "for",
        form: Form::Word(code::for_whom),
        text: (
            "`me`: only what somebody signed in could join as their profile stands; by relevance means by fit. Nobody else may keep the answer.",
            "me を付けると、ログイン中の人がプロフィールの条件で参加できる募集だけを返す（並び順の relevance は合う順）。",
        ),
        example: "me",
    },
];

/// Reads the filters and the page.
pub fn read<P>(asked: &Asked<P>, city: &City, context: &Context) -> Result<(Criteria, Order), Problem> {
    let r = asked.reader();
    let criteria = criteria(&r, city);
    let sort = sort(&r, criteria.near.is_some(), &["relevance", "soonest", "newest", "nearest"]);
    let facets = r.words("facets", |code| Facet::ALL.iter().find(|(_, c)| *c == code).map(|(f, _)| *f), "theme area level day_part kind");
    // Who it is for is asked where the caller is known.
    r.word("for", |whom| (whom == "me").then_some(()), "me");
    let page = Page::<After>::read(&r, asked, context, page::LIMIT)?;
    r.finish()?;
    Ok((criteria, Order { sort, limit: page.limit, after: page.after, facets }))
}

/// Reads words and filters; parameters that an operation does not have are never there.
pub fn criteria(r: &Reader<'_>, city: &City) -> Criteria {
    let criteria = Criteria {
        question: r.text("q", QUESTION_MAX),
        types: vec![ItemType::Opportunity],
        kinds: r.words("kind", Kind::parse, Kind::CODES),
        themes: r.codes("theme", |c| city.themes.number(c).is_some()),
        areas: r.codes("area", |c| city.areas.number(c).is_some()),
        near: r.point("near"),
        radius_metres: r.radius("radius_km", "near"),
        level: r.word("level", Level::parse, Level::CODES),
        day_parts: r.words("day_part", DayPart::parse, code::DAY_PARTS).into_iter().collect(),
        from: r.date("from"),
        to: r.date("to"),
        responsibility: r.word("responsibility", Responsibility::parse, Responsibility::CODES),
        max_minutes: r.whole("max_minutes", 1, 1440).map(|n| n as u32),
        remote: r.flag("remote"),
        trial: r.flag("trial"),
        beginner_friendly: r.flag("beginner_friendly"),
        seats: r.whole("seats", 1, 1000).map(|n| n as u32),
        age: r.whole("age", 0, 120).map(|n| n as u8),
        audience: r.words("audience", AudienceGroup::parse, AudienceGroup::CODES),
        accessibility: r.words("accessibility", Accessibility::parse, Accessibility::CODES),
        languages: r.several("language", |c| if is_language(c) { Ok(c.to_owned()) } else { Err(Why::Malformed("ISO 639-1, such as ja or en")) }),
        groups: r.several("group_id", |id| id.parse().map_err(|_| Why::Malformed("UUID"))),
        company_ok: r.flag("company_ok"),
        ..Criteria::default()
    };
    if criteria.from.zip(criteria.to).is_some_and(|(from, to)| to < from) {
        r.refuse("to", Why::Reversed);
    }
    criteria
}

/// The order of the list, one of some. Nearest needs a point to be near to.
pub fn sort(r: &Reader<'_>, has_point: bool, allowed: &[&str]) -> Sort {
    let parse = |code: &str| match code {
        _ if !allowed.contains(&code) => None,
        "relevance" => Some(Sort::Relevance),
        "soonest" => Some(Sort::Soonest),
        "newest" => Some(Sort::Newest),
        "nearest" => Some(Sort::Nearest),
        _ => None,
    };
    let sort = r.word("sort", parse, "relevance soonest newest nearest").unwrap_or_default();
    if sort == Sort::Nearest && !has_point && r.raw("near").is_none() {
        r.refuse("near", Why::Required);
    }
    sort
}
