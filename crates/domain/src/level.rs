//! How much somebody can do already, and how much a task asks of them.

macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $code:literal, $ja:literal, $en:literal;)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[repr(u8)]
        pub enum $name { $($(#[$vdoc])* $variant,)* }

        impl $name {
            /// Every value, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];
            /// The codes, as a list for people.
            pub const CODES: &'static str = concat!($($code, " ",)*);

            /// The code outside users rely on.
            pub fn code(self) -> &'static str {
                match self { $(Self::$variant => $code,)* }
            }

            /// Reads a code; nothing if it is none of ours.
            pub fn parse(code: &str) -> Option<Self> {
                match code { $($code => Some(Self::$variant),)* _ => None }
            }

            /// The word for people.
            pub fn word(self, lang: $crate::text::Lang) -> &'static str {
                match (self, lang) {
                    $((Self::$variant, $crate::text::Lang::Ja) => $ja,
                    (Self::$variant, $crate::text::Lang::En) => $en,)*
                }
            }
        }
    };
}
pub(crate) use words;

words! {
    /// What a person can do already in a theme, or what an opportunity asks for.
    Level {
        /// No experience needed.
        Introductory = "introductory", "入門", "introductory";
        /// Knows the basics.
        Basic = "basic", "基礎", "basic";
        /// Works independently.
        Applied = "applied", "応用", "applied";
        /// An expert.
        Specialist = "specialist", "専門", "specialist";
    }
}

words! {
    /// How much responsibility a task carries. Lighter is a filter, not a fault.
    Responsibility {
        /// Come and see.
        Observe = "observe", "見学", "observe";
        /// Lend a hand.
        Help = "help", "手伝い", "help";
        /// Own a part.
        Own = "own", "担当", "own a part";
        /// Lead.
        Lead = "lead", "責任者", "lead";
    }
}

words! {
    /// What a place or an activity offers to people who need it (codes after the accessibility items of Japan's GIF core data model).
    Accessibility {
        /// Usable with a wheelchair.
        Wheelchair = "wheelchair", "車いす対応", "wheelchair access";
        /// No steps.
        StepFree = "step_free", "段差なし", "step-free access";
        /// A multipurpose toilet.
        AccessibleToilet = "accessible_toilet", "多目的トイレ", "an accessible toilet";
        /// Sign language.
        SignLanguage = "sign_language", "手話", "sign language";
        /// Captions or note-taking.
        Captions = "captions", "字幕・要約筆記", "captions or note-taking";
        /// Braille or reading help.
        Braille = "braille", "点字・音声", "braille or reading help";
        /// Guide dogs welcome.
        GuideDog = "guide_dog", "補助犬同伴可", "guide dogs welcome";
        /// Strollers can come along.
        Stroller = "stroller", "ベビーカー可", "stroller access";
        /// Childcare during the activity.
        Childcare = "childcare", "託児", "childcare";
        /// A quiet place to rest.
        QuietSpace = "quiet_space", "静かな場所", "a quiet space";
        /// Explained in easy Japanese.
        EasyJapanese = "easy_japanese", "やさしい日本語", "easy Japanese";
    }
}

impl Accessibility {
    /// Whether it is about the place: whoever takes part from home needs nothing of the kind there.
    pub fn of_the_place(self) -> bool {
        match self {
            Self::Wheelchair | Self::StepFree | Self::AccessibleToilet | Self::GuideDog | Self::Stroller | Self::Childcare | Self::QuietSpace => true,
            Self::SignLanguage | Self::Captions | Self::Braille | Self::EasyJapanese => false,
        }
    }
}

impl Level {
    /// Steps from one level to another; negative is downwards.
    pub fn steps_to(self, other: Self) -> i32 {
        other as i32 - self as i32
    }
}
