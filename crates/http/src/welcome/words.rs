use enmusubi_domain::text::Lang;

/// Every sentence of the page.
pub struct Words {
    pub title: &'static str,
    pub subtitle: &'static str,
    pub intro: &'static str,
    pub try_it: &'static str,
    pub all: &'static str,
    pub beginners: &'static str,
    pub by_theme: &'static str,
    pub by_area: &'static str,
    pub one: &'static str,
    pub similar: &'static str,
    pub groups: &'static str,
    pub words: &'static str,
    pub taxonomies: &'static str,
    pub policy: &'static str,
    pub matching: &'static str,
    pub matching_text: &'static str,
    pub more: &'static str,
    pub docs: &'static str,
    pub document: &'static str,
    pub other: &'static str,
    pub waiting: &'static str,
    pub counts: fn(u64, usize) -> String,
}

/// The words of a language.
pub fn of(lang: Lang) -> &'static Words {
    match lang {
        Lang::Ja => &JA,
        Lang::En => &EN,
    }
}

const JA: Words = Words {
    title: "地域の縁結び",
    subtitle: "Enmusubi API",
    intro: "市民とまちの活動を結ぶAPIです。テーマ・地域・段階・都合のよい時間から、参加できる活動を理由つきで探せます。登録は要りません。",
    try_it: "まず見てみる（JSON）",
    all: "募集を新しい順に",
    beginners: "はじめての方歓迎の募集",
    by_theme: "テーマから",
    by_area: "地域から",
    one: "募集を1件",
    similar: "それに似た募集",
    groups: "団体の一覧",
    words: "ことばで探す",
    taxonomies: "テーマと地域の一覧",
    policy: "掲載順ポリシー（並び順の決め方をすべて公開）",
    matching: "条件に合うものを探す",
    matching_text: "都合を送ると、合う募集が理由つきで返ります。惜しいものには、どこが変われば参加できるかも。入力は保存しません。",
    more: "もっと詳しく",
    docs: "APIの使い方（画面で試せます）",
    document: "仕様書（OpenAPI 3.1）",
    other: "English",
    waiting: "いま検索の準備をしています。少し待ってから開き直してください。",
    counts: |documents, listings| format!("現在 {documents} 件（うち募集 {listings} 件）を掲載しています。"),
};

const EN: Words = Words {
    title: "Enmusubi",
    subtitle: "地域の縁結び API",
    intro: "An API that joins people to the civic life of a city. Find what you can take part in, by theme, area, level and free time, with reasons. No account needed.",
    try_it: "Have a look (JSON)",
    all: "Opportunities, newest first",
    beginners: "Where beginners are welcome",
    by_theme: "By theme",
    by_area: "By area",
    one: "One opportunity",
    similar: "Others like it",
    groups: "Groups",
    words: "In your own words",
    taxonomies: "Themes and areas",
    policy: "The ranking policy (everything that decides the order)",
    matching: "Find what fits",
    matching_text: "Tell when and where you can come, and get what fits, with reasons; and what nearly fits, with the smallest change that would open it. Nothing is kept.",
    more: "More",
    docs: "How to use the API (try it in the page)",
    document: "The document (OpenAPI 3.1)",
    other: "日本語",
    waiting: "The index is being made. Please come back in a moment.",
    counts: |documents, listings| format!("There are {documents} entries at present, {listings} of them opportunities."),
};
