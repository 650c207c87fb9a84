use super::Purpose;
use crate::level::words;

words! {
    /// A language in which a text can be read.
    TextLang {
        /// Japanese.
        Ja = "ja", "日本語", "Japanese";
        /// Easy Japanese.
        Easy = "easy", "やさしい日本語", "easy Japanese";
        /// English.
        En = "en", "英語", "English";
    }
}

/// What people agree to, word for word. One that was published never changes: another wording is another version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ConsentText {
    /// To what.
    pub purpose: Purpose,
    /// Its version; the greatest is in force.
    pub version: u16,
    /// In Japanese.
    pub ja: &'static str,
    /// In easy Japanese.
    pub easy: &'static str,
    /// In English.
    pub en: &'static str,
    /// SHA-256 of the three texts, each ended by a line feed, in hexadecimal digits.
    pub sha256: &'static str,
}

impl ConsentText {
    /// The text in a language.
    pub fn get(&self, lang: TextLang) -> &'static str {
        match lang {
            TextLang::Ja => self.ja,
            TextLang::Easy => self.easy,
            TextLang::En => self.en,
        }
    }

    /// What its hash is of.
    pub fn hashed(&self) -> String {
        format!("{}\n{}\n{}\n", self.ja, self.easy, self.en)
    }
}

/// Every text there ever was, oldest versions first.
pub const TEXTS: &[ConsentText] = &[
    ConsentText {
        purpose: Purpose::GuardianYear,
        version: 1,
        ja: "私は保護者として、この子が今年度（3月31日まで）、このサービスで見つけた活動に参加することに同意します。\
             夜間（21時以降・6時前）の活動、除雪など機械や道路での作業をともなう活動、責任者としての参加には、そのつど別に同意します。\
             参加が決まると、名前と連絡先が活動団体の担当者に、その活動のためだけに伝わります。同意はいつでも取り消せます。\
             取り消すと、これから参加する予定だった活動は取りやめになります。",
        easy: "わたしは この子（こ）の 保護者（ほごしゃ）です。この子が 3月（がつ）31日（にち）まで、ここで 見（み）つけた 活動（かつどう）に 参加（さんか）しても いいです。\
               夜（よる）の 活動、雪（ゆき）かきや 機械（きかい）を つかう 活動、リーダーに なる 活動は、そのたびに わたしに 聞（き）いてください。\
               参加が きまると、名前（なまえ）と 連絡先（れんらくさき）を 団体（だんたい）の 人（ひと）に 教（おし）えます。その 活動の ためだけに つかいます。\
               いつでも やめる ことが できます。やめると、これからの 活動に 参加できなく なります。",
        en: "As a guardian I agree that this child may take part, in this school year (until 31 March), in activities found through this service. \
             For activities at night (after 21:00 or before 6:00), for work with machines or on roads such as snow clearing, and for taking the lead, \
             I will be asked each time. Once a place is certain, name and contact are shown to the group's people in charge, for that activity only. \
             I can take this back at any time; then the activities that still lie ahead are called off for the child.",
        sha256: "f0ab3d4e876300902960682d6969b5d54bf355cc7394af496bae05e5b07bfd9e",
    },
    ConsentText {
        purpose: Purpose::GuardianApplication,
        version: 1,
        ja: "私は保護者として、募集の内容（日時・場所・作業・責任の重さ）を読み、この子がこの活動に参加することに同意します。\
             参加が決まると、名前と連絡先が活動団体の担当者に、この活動のためだけに伝わります。同意はいつでも取り消せます。\
             取り消すと、この子の参加は取りやめになります。",
        easy: "わたしは この子（こ）の 保護者（ほごしゃ）です。いつ、どこで、何（なに）を するか 読（よ）みました。この子が この 活動（かつどう）に 参加（さんか）しても いいです。\
               参加が きまると、名前（なまえ）と 連絡先（れんらくさき）を 団体（だんたい）の 人（ひと）に 教（おし）えます。この 活動の ためだけに つかいます。\
               いつでも やめる ことが できます。やめると、この子は 参加できません。",
        en: "As a guardian I have read what is planned (when, where, which work, how much responsibility), and agree that this child may take part in this \
             activity. Once a place is certain, name and contact are shown to the group's people in charge, for this activity only. I can take this back \
             at any time; then the child does not take part.",
        sha256: "9de4d7ca6e534a282119880f6bc32f493d77ae06f30a70578c440b11c8657997",
    },
    ConsentText {
        purpose: Purpose::ShareContact,
        version: 1,
        ja: "参加が決まったとき、私の名前と連絡先を、その活動のためだけに、終わりの日を定めて、団体の決められた担当者に見せることに同意します。\
             だれが見たかは記録され、私が見ることができます。同意はいつでも取り消せます。",
        easy: "参加（さんか）が きまったら、わたしの 名前（なまえ）と 連絡先（れんらくさき）を 団体（だんたい）の きまった 人（ひと）に 見（み）せても いいです。\
               その 活動（かつどう）の ためだけです。終（お）わりの 日（ひ）が あります。だれが 見たか、わたしは 見る ことが できます。いつでも やめる ことが できます。",
        en: "When a place is certain, my name and contact may be shown to the group's named people, for that activity only and until a set date. \
             It is written down who has looked, and I can see it. I can take this back at any time.",
        sha256: "674c9fabdc5c55f5ee23815332c115340b04c19a5f8735321ac719ab8fa2d0ba",
    },
    ConsentText {
        purpose: Purpose::OpenToIntroductions,
        version: 1,
        ja: "コーディネーターが活動の担い手を探すとき、私のプロフィール（テーマ・地域・都合・段階）から私を見つけ、活動を紹介することに同意します。\
             名前と連絡先は、私がその紹介を受け、参加が決まるまで団体に伝わりません。同意はいつでも取り消せます。",
        easy: "コーディネーターが 活動（かつどう）の 人（ひと）を さがすとき、わたしの プロフィールを 見（み）て、活動を 紹介（しょうかい）しても いいです。\
               わたしが「はい」と 言（い）って 参加（さんか）が きまるまで、名前（なまえ）と 連絡先（れんらくさき）は 団体（だんたい）に 教（おし）えません。いつでも やめる ことが できます。",
        en: "When coordinators look for people for an activity, they may find me by my profile (themes, areas, time, level) and introduce it to me. \
             Name and contact do not reach the group before I have said yes and a place is certain. I can take this back at any time.",
        sha256: "32c846e8152ae843d382af10f1a42595d306e1bb7283f2da3a817c9ff01bf8ee",
    },
];

/// The text in force for a purpose.
pub fn current(purpose: Purpose) -> Option<&'static ConsentText> {
    TEXTS.iter().filter(|t| t.purpose == purpose).max_by_key(|t| t.version)
}

/// A text by its version.
pub fn text(purpose: Purpose, version: u16) -> Option<&'static ConsentText> {
    TEXTS.iter().find(|t| t.purpose == purpose && t.version == version)
}
