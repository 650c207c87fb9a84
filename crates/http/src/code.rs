use enmusubi_domain::access::RoleKind as Roles;
use enmusubi_domain::application::{DeclineReason as Reason, Origin as Begun, Side as Party, State as Stage, Step as Happening};
use enmusubi_domain::area::AreaKind as Area;
use enmusubi_domain::audit::ObjectKind as Things;
use enmusubi_domain::client::{ClientKind as Clients, Scope};
use enmusubi_domain::connection::ConnectionSource as Source;
use enmusubi_domain::consent::{Method as Way, Purpose as Agreed, TextLang as Tongue};
use enmusubi_domain::criteria::{AudienceGroup, Facet};
use enmusubi_domain::day::{DayKind, DayPart as Part};
use enmusubi_domain::disclosure::{AgeBand as Band, Field as Disclosed, Purpose as ShownFor, Stage as Column};
use enmusubi_domain::group::{GroupKind as Groups, Standing as Stands};
use enmusubi_domain::guardian::{Proof as Seen, Relation as Kin, State as Tie};
use enmusubi_domain::level::{Accessibility as Need, Level as Rung, Responsibility as Weight};
use enmusubi_domain::matching::Gate as Condition;
use enmusubi_domain::member::ROLES;
use enmusubi_domain::notice::{Digest as Gathered, NoticeKind as Told, Reader as ToldTo};
use enmusubi_domain::opportunity::{Alike as Likeness, Commitment as Stay, Insurance as Cover, Kind, State};
use enmusubi_domain::participation::Outcome as There;
use std::borrow::Cow;
use utoipa::openapi::schema::{ObjectBuilder, Schema};
use utoipa::openapi::{RefOr, Type};
use utoipa::{PartialSchema, ToSchema};

/// Day parts of both kinds, `mon_morning` to `holiday_evening`.
pub const DAY_PARTS: &str = "mon_morning … sun_evening, holiday_morning, holiday_afternoon, holiday_evening";

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $list:ident: $codes:expr, $text:literal;)*) => {$(
        $(#[$doc])*
        pub struct $name;

        /// Every code of the list, in order.
        pub fn $list() -> Vec<String> {
            $codes
        }

        impl PartialSchema for $name {
            fn schema() -> RefOr<Schema> {
                RefOr::T(ObjectBuilder::new().schema_type(Type::String).enum_values(Some($list())).description(Some($text)).into())
            }
        }

        impl ToSchema for $name {
            fn name() -> Cow<'static, str> {
                Cow::Borrowed(stringify!($name))
            }
        }
    )*};
}

macro_rules! of {
    ($domain:ty) => {
        <$domain>::ALL.iter().map(|word| word.code().to_owned()).collect()
    };
}

codes! {
    /// Kinds of opportunity.
    OpportunityKind = opportunity_kinds: of!(Kind), "Kind of opportunity: 活動, 体験, イベント, 講座, インターン, 支え合い, 交流の場.";
    /// States of an opportunity.
    OpportunityState = states: of!(State), "Where an opportunity stands in its life: 下書き, 公開中, 終了, 中止. Drafts are never shown.";
    /// Kinds of group.
    GroupKind = group_kinds: of!(Groups), "Kind of group: 町内会・自治組織, NPO, ボランティア団体, 学校, 施設, 社会福祉協議会など, その他.";
    /// Whether a group may be seen in public.
    Standing = standings: of!(Stands), "Whether a group may be seen in public: 確認待ち, 公開中, 不承認, 停止中.";
    /// Roles in a group, the widest first.
    GroupRole = group_roles: ROLES.map(|role| role.code().to_owned()).to_vec(), "Role in a group: 代表, 担当者, 補助者.";
    /// Roles of any sort.
    RoleKind = role_kinds: of!(Roles), "役割: 団体の代表・担当者・補助者, コーディネーター, 企業の担当者, 管理者, 監査担当.";
    /// How clients prove who they are.
    ClientKind = client_kinds: of!(Clients), "How a client proves who it is: サーバー (OAuth 2.0), フロントエンド (X-API-Key).";
    /// What clients may do.
    ClientScope = scopes: of!(Scope), "What a client may do: 公開データの閲覧, 提携サイトからの掲載, フィードの購読, 企業の手続き.";
    /// What the audit trail tells of.
    ObjectKind = object_kinds: of!(Things), "What sort of thing something was done to. 対象の種類.";
    /// Who stands in the audit trail.
    ActorKind = actors: ["anyone", "person", "client", "operator", "service"].map(str::to_owned).to_vec(), "だれが: 未ログイン, 人, クライアント, 運用者, サービス自身.";
    /// Kinds of area.
    AreaKind = area_kinds: of!(Area), "Kind of area: 都道府県, 市, 区, 地区.";
    /// Levels.
    Level = levels: of!(Rung), "段階: 入門, 基礎, 応用, 専門.";
    /// Responsibilities, lightest first.
    Responsibility = responsibilities: of!(Weight), "責任の重さ, lightest first: 見学, 手伝い, 担当, 責任者.";
    /// Kinds of day.
    Day = days: of!(DayKind), "Kind of day. A public holiday is `holiday`, not its weekday.";
    /// Day parts.
    DayPart = day_parts: Part::all().map(Part::code).collect(), "時間帯: kind of day and morning (6-12), afternoon (12-18) or evening (18-24).";
    /// What a place or an activity offers to people who need it.
    Accessibility = accessibility: of!(Need), "What it offers to people who need it. 配慮.";
    /// Who insures.
    Insurance = insurances: of!(Cover), "Who insures: 団体が加入, 各自で加入, なし.";
    /// For how long.
    Commitment = commitments: of!(Stay), "継続 or 単発.";
    /// Gates.
    Gate = gates: of!(Condition), "A hard condition: 受付中, 空き, 日時, 場所, 段階, 年齢, 責任の重さ, 資格, 配慮, ことば.";
    /// Why two opportunities may be the same thing.
    DuplicateReason = duplicate_reasons: of!(Likeness), "Why it may be the same thing: 題名が同じ, 題名が似ている, 同じ団体, 開始日時が同じ, 日時が重なる, 場所が同じ.";
    /// What became of something a partner brought in.
    Outcome = outcomes: ["created", "updated", "unchanged"].map(str::to_owned).to_vec(), "What became of it: 新規, 更新, 変更なし.";
    /// What became of a row.
    RowOutcome = row_outcomes: ["created", "updated", "unchanged", "refused"].map(str::to_owned).to_vec(), "What became of the row: 新規, 更新, 変更なし, 不受理.";
    /// How far a partner's opportunity is to go.
    PartnerState = partner_states: ["draft", "published"].map(str::to_owned).to_vec(), "下書き, 公開中.";
    /// Public types.
    ItemKind = item_kinds: ["opportunity", "group"].map(str::to_owned).to_vec(), "Public type: 募集, 団体.";
    /// States of an application.
    ApplicationState = application_states: of!(Stage), "Where an application stands: 提案中, 応募中, キャンセル待ち, 参加決定, 参加済み, 欠席, 見送り, 取り下げ, 期限切れ.";
    /// Who began an application.
    Origin = origins: of!(Begun), "Who began it: 本人, コーディネーターの紹介, 団体からの誘い, 企業, 配置案.";
    /// Who takes a step of an application.
    Side = sides: of!(Party), "Who: 本人, 団体, システム.";
    /// What can happen to an application.
    Step = steps: of!(Happening), "What happens: 同意, 受け入れ, 見送り, 取り下げ, 空席の案内, 期限切れ, 中止, 失効, 出席, 欠席.";
    /// Why somebody said no.
    DeclineReason = decline_reasons: of!(Reason), "Why: 定員, 日程, 場所, 内容, 経験・資格, 責任, 年齢, 体調・家庭, 中止, その他.";
    /// Where somebody came from who joined.
    ConnectionSource = connection_sources: of!(Source), "Where the volunteer came from: 検索, 適合, 窓口, フィード, 提携サイト, 企業, 団体のリンク.";
    /// How far a group and a volunteer have come.
    DisclosureStage = disclosure_stages: of!(Column), "How far both sides have come, which decides what a group sees: 本人の返事待ち, 応募中, 参加決定, 当日の前後24時間, 終了後, 開示終了.";
    /// What a disclosure can show.
    DisclosedField = disclosed_fields: Disclosed::CONTACT.map(|field| field.code().to_owned()).to_vec(), "What a disclosure can show: 氏名, ふりがな, メールアドレス, 電話番号, 緊急連絡先.";
    /// What contact is shown for.
    DisclosurePurpose = disclosure_purposes: of!(ShownFor), "What contact is shown for: 活動への参加.";
    /// Ages, by ten years.
    AgeBand = age_bands: of!(Band), "Age: 18歳未満, 18〜19歳, 20代 … 70代, 80歳以上, 成人（本人の申告）.";
    /// Who writes in an application.
    MessageSide = message_sides: ["volunteer", "group"].map(str::to_owned).to_vec(), "Who writes: 本人, 団体.";
    /// Whether somebody was there.
    AttendanceOutcome = attendance_outcomes: of!(There), "出席, 欠席.";
    /// What a guardian is to the minor.
    GuardianRelation = guardian_relations: of!(Kin), "What the guardian is to the minor: 父母, 未成年後見人, 祖父母, その他の養育者.";
    /// Where a tie to a guardian stands.
    GuardianshipState = guardianship_states: of!(Tie), "確認待ち, 有効, 終了.";
    /// How a coordinator knows.
    GuardianProof = guardian_proofs: of!(Seen), "How a coordinator knows: 窓口で本人確認, 郵送コード, 学校による確認.";
    /// What people agree to.
    ConsentPurpose = consent_purposes: of!(Agreed), "What is agreed to: 保護者の同意（年度）, 保護者の同意（応募ごと）, 連絡先の共有, 紹介を受ける.";
    /// What can be said of a guardian's word in a wish.
    GuardianConsent = guardian_consents: ["can_be_asked", "on_file", "refused"].map(str::to_owned).to_vec(), "Whether a guardian has agreed: これから聞ける, 同意あり, 同意なし.";
    /// What guardians agree to.
    GuardianPurpose = guardian_purposes: ["guardian_year", "guardian_application"].map(str::to_owned).to_vec(), "What a guardian agrees to: 年度, この応募.";
    /// How somebody agreed.
    ConsentMethod = consent_methods: of!(Way), "How: 本人のアカウント, 窓口, 書面, 電話.";
    /// Languages in which a consent can be read.
    ConsentLanguage = consent_languages: of!(Tongue), "日本語, やさしい日本語, 英語.";
    /// Of what one is told by letter.
    NoticeKind = notice_kinds: of!(Told), "Of what one is told by letter. お知らせの種類.";
    /// Of what one can do without.
    StoppableNotice = stoppable_notices: Told::ALL.iter().filter(|kind| kind.can_be_stopped()).map(|kind| kind.code().to_owned()).collect(), "Of what one need not be told. 止められるお知らせ.";
    /// How letters that can wait are gathered.
    NoticeDigest = notice_digests: of!(Gathered), "How letters that can wait are gathered: そのつど, 1時間に1通まで, 1日1通（18時）.";
    /// To whom a notice is.
    NoticeReader = notice_readers: of!(ToldTo), "To whom it is: 参加する人, 団体の代表・担当者, 保護者, 全員.";
    /// Languages the service speaks.
    Language = languages: ["ja", "en"].map(str::to_owned).to_vec(), "Language of letters and sentences: 日本語, 英語.";
}

/// Whom an opportunity may welcome in particular.
pub fn audiences() -> Vec<String> {
    of!(AudienceGroup)
}

/// What can be counted.
pub fn facets() -> Vec<String> {
    Facet::ALL.iter().map(|(_, code)| (*code).to_owned()).collect()
}

/// Orders of a list of opportunities.
pub fn sorts() -> Vec<String> {
    ["relevance", "soonest", "newest", "nearest"].map(str::to_owned).to_vec()
}

/// For whom a list may be.
pub fn for_whom() -> Vec<String> {
    vec!["me".to_owned()]
}

/// What of a list whoever has seen some of it wants.
pub fn unseen() -> Vec<String> {
    ["first", "only", "any"].map(str::to_owned).to_vec()
}

/// Orders of a list of groups.
pub fn group_sorts() -> Vec<String> {
    ["relevance", "newest", "nearest"].map(str::to_owned).to_vec()
}
