use enmusubi_domain::group::ReviewError;
use enmusubi_domain::guardian;
use enmusubi_domain::opportunity::LifeError;

macro_rules! conflicts {
    ($($(#[$doc:meta])* $name:ident = $code:literal, $ja:literal, $en:literal;)*) => {
        /// Rules of the domain that refuse what was asked (409).
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Conflict { $($(#[$doc])* $name,)* }

        impl Conflict {
            /// A stable code, and what to do about it in both languages.
            pub fn words(self) -> (&'static str, &'static str, &'static str) {
                match self { $(Self::$name => ($code, $ja, $en),)* }
            }
        }
    };
}

conflicts! {
    /// Only a draft can be published.
    NotADraft = "not_a_draft", "公開できるのは下書きだけです。", "Only a draft can be published.";
    /// Only what is published can end.
    NotPublished = "not_published", "終了・中止できるのは公開中の募集だけです。", "Only a published opportunity can be closed or cancelled.";
    /// No session lies ahead.
    NothingAhead = "nothing_ahead", "これからの日程がありません。日程を加えてから公開してください。", "No session lies ahead. Add one before publishing.";
    /// What has ended is not changed any more.
    Ended = "ended", "終了・中止した募集は変更できません。", "An opportunity that has ended cannot be changed.";
    /// What was published is public.
    AlreadyPublic = "already_public", "公開した募集を下書きに戻すことはできません。", "What was published cannot become a draft again.";
    /// Fewer seats than are taken, or a session with people in it would go.
    SeatsTaken = "seats_taken", "すでに参加者がいる日程は消せず、定員を参加者より少なくできません。", "A session with people in it cannot go, nor have fewer seats than are taken.";
    /// The group is not in public view.
    GroupNotActive = "group_not_active", "団体が公開中でないため、まだできません。", "Not while the group is not in public view.";
    /// Only a group that waits can be reviewed.
    NotPending = "not_pending", "承認・不承認にできるのは確認待ちの団体だけです。", "Only a group that waits for review can be approved or refused.";
    /// Only an active group can be suspended.
    NotActive = "not_active", "停止できるのは公開中の団体だけです。", "Only an active group can be suspended.";
    /// Only a suspended or refused group can come back.
    NotSuspended = "not_suspended", "再開できるのは停止中か不承認の団体だけです。", "Only a suspended or refused group can be brought back.";
    /// Somebody belongs to the group already.
    AlreadyMember = "already_member", "すでにこの団体のメンバーです。", "Already belongs to this group.";
    /// An invitation to the address is open.
    AlreadyInvited = "already_invited", "このアドレスへの招待はすでに送られています。役割を変えるときは、先に取り消してください。", "An invitation to this address is open. Take it back first, to offer another role.";
    /// A group keeps an owner.
    LastOwner = "last_owner", "団体には代表が1人以上必要です。先に別の代表を決めてください。", "A group keeps at least one owner. Name another one first.";
    /// A coordinator finds an owner only for a group that has none.
    GroupHasOwner = "group_has_owner", "この団体には代表がいます。招待は代表が行います。", "This group has an owner, who invites. A coordinator finds one only where there is none.";
    /// An invitation is for the address it was sent to.
    OtherAddress = "other_address", "この招待は別のメールアドレス宛てです。", "This invitation was sent to another address.";
    /// The city keeps an administrator.
    LastAdministrator = "last_administrator", "管理者が1人もいなくなる操作はできません。", "There must be at least one administrator.";
    /// Nobody changes their own rights.
    OwnRights = "own_rights", "自分自身の権限は変更できません。別の管理者に依頼してください。", "Nobody changes their own rights. Ask another administrator.";
    /// Somebody has the role already.
    RoleHeld = "role_held", "すでにその役割を持っています。", "Has that role already.";
    /// A client has two live secrets already.
    SecretsFull = "secrets_full", "有効な鍵は2つまでです。先に古い鍵を取り消してください。", "A client has at most two live secrets. Take the old one back first.";
    /// A client that was revoked stays so.
    ClientRevoked = "client_revoked", "取り消されたクライアントです。", "This client was revoked.";
    /// Another client has this source name.
    SourceTaken = "source_taken", "その source はすでに使われているか、変更できません。", "This source name is in use already, or cannot be changed any more.";
    /// The letter's address has got an account in the meantime.
    AddressTaken = "address_taken", "このメールアドレスはすでに使われています。", "This address has an account already.";
    /// The group still owns what it must not leave behind.
    GroupsOwned = "groups_owned", "あなただけが代表の団体があります。先に別の代表を決めてください。", "You are the only owner of a group. Name another owner first.";
    /// Nothing is kept of the person that they could be matched by.
    NoProfile = "no_profile", "プロフィールがまだありません。PUT /v1/me/profile で登録すると、自分に合う募集（/v1/me/matches、for=me）を探せます。", "You keep no profile yet. PUT /v1/me/profile first; then /v1/me/matches and for=me can look for what fits you.";
    /// A profile that was good when it was kept, and that the rules of today do not understand.
    OldProfile = "old_profile", "プロフィールが今の決まりに合わなくなっています。PUT /v1/me/profile で登録し直してください。", "Your profile does not follow the rules of today any more. Please PUT /v1/me/profile anew.";
    /// The contact of a volunteer is not open to the group.
    NotDisclosed = "not_disclosed", "連絡先は開示されていません。参加が決まると開示され、最後の日程からしばらくすると、または本人が終了すると見られなくなります。連絡はメッセージでどうぞ。", "This contact is not open. It opens once both sides have said yes, and closes some days after the last session or when the volunteer ends it. To write, use the messages of the application.";
    /// The emergency contact is for the day itself.
    NotTheDay = "not_the_day", "緊急連絡先は、参加日の前後24時間だけ見ることができます。", "An emergency contact is open only from a day before a session to a day after it.";
    /// An application that came to nothing, or is long over.
    ThreadClosed = "thread_closed", "この応募は終了しているため、メッセージを送れません。", "This application is over: no more messages are sent in it.";
    /// Enough for one day.
    TooManyMessages = "too_many_messages", "今日はこれ以上送れません（1日30通まで）。", "No more messages today: at most 30 a side and day.";
    /// Everybody takes back only what their own side wrote.
    OtherSidesMessage = "other_sides_message", "相手のメッセージは取り消せません。", "Only messages of one's own side can be taken back.";
    /// A code for the door is for the day of a session.
    NoSessionToday = "no_session_today", "受付コードが使えるのは、日程の当日だけです。", "The code for the door is good on the day of a session only.";
    /// Somebody who was noted as absent shows a code.
    NotedAbsent = "noted_absent", "この方は欠席と記録されています。出席に変えるときは、理由を付けて訂正してください（POST /v1/applications/{id}/attendance）。", "This person was noted as absent. To correct that, note them as attended with a reason: POST /v1/applications/{id}/attendance.";
    /// Nothing of a record falls into what a certificate was to show.
    NothingToCertify = "nothing_to_certify", "この範囲には、出席の記録がありません。", "There is no attended participation in this range.";
    /// It was measured that a policy costs more fit than it may.
    BeyondGuard = "beyond_guard", "このポリシーは、上位10件の適合度の損失が5%を超えると試算されています。それでも切り替えるときは despite_guard を true にしてください。", "It was measured that under this policy the best ten results lose more than 5 % of their fit. To switch all the same, set despite_guard to true.";
    /// Nobody is their own guardian.
    OwnGuardian = "own_guardian", "自分自身の保護者にはなれません。保護者の方のアカウントで入力してください。", "Nobody is their own guardian. The code is entered with the guardian's account.";
    /// A guardian is of age.
    GuardianTooYoung = "guardian_too_young", "保護者になれるのは成人の方だけです。", "A guardian must be of age.";
    /// Nobody knows whether the guardian is of age.
    GuardianAgeUnknown = "guardian_age_unknown", "成人かどうか分かりません。プロフィールに生年月日を登録するか、\"of_age\": true を付けてください。", "Nobody knows whether you are of age. Keep a birth date in your profile, or send \"of_age\": true.";
    /// There is a tie between these two already.
    AlreadyGuardian = "already_guardian", "すでに保護者として登録されているか、確認待ちです。", "There is a tie between these two already, confirmed or waiting.";
    /// As many guardians as one may have.
    GuardiansFull = "guardians_full", "保護者は2人までです。", "A person has at most two guardians.";
    /// The minor keeps no birth date.
    WardAgeUnknown = "ward_age_unknown", "本人の生年月日がプロフィールにありません。先に登録してください。", "The minor's profile keeps no birth date. It is needed first.";
    /// The person is of age.
    WardOfAge = "ward_of_age", "成人の方に保護者の同意は必要ありません。", "The person is of age: no guardian is needed.";
    /// Only a tie that waits can be confirmed.
    TieNotPending = "guardianship_not_pending", "確認できるのは確認待ちのものだけです。", "Only what waits to be confirmed can be.";
    /// Nobody confirms what they are part of.
    OwnTie = "own_guardianship", "自分が当事者のものは確認できません。別の担当者に依頼してください。", "Nobody confirms a tie of their own. Ask another coordinator.";
    /// A minor does not do this alone.
    WardAlone = "ward_alone", "未成年の方だけではできません。保護者か、地域のコーディネーターに相談してください。", "A minor does not do this alone. Ask a guardian, or a coordinator of your area.";
    /// The tie is over.
    TieOver = "guardianship_over", "すでに終了しています。", "It is over already.";
    /// A word for the year is too little.
    NeededEachTime = "needed_each_time", "この年齢では、応募ごとに同意が必要です（purpose: guardian_application）。", "At this age consent is needed for each application: purpose guardian_application.";
    /// The same was agreed to already.
    AlreadyAgreed = "already_agreed", "すでに同意しています。", "That was agreed to already.";
    /// The application has come to its end.
    ApplicationOver = "application_over", "この応募は終わっています。", "This application has come to its end.";
    /// Another text is in force.
    OtherText = "other_text", "同意の文面が新しくなっています。GET /v1/consent-texts で読み直してください。", "Another text is in force. Please read it anew: GET /v1/consent-texts.";
    /// A guardian was confirmed for this birth date.
    BirthDateVouched = "birth_date_vouched", "保護者が確認されている間、生年月日は変更・削除できません。まちがいがあるときは、保護者かコーディネーターに相談してください。", "While a guardian stands in for you, your birth date cannot be changed or taken away. If it is wrong, ask your guardian or a coordinator.";
}

impl From<LifeError> for Conflict {
    fn from(error: LifeError) -> Self {
        match error {
            LifeError::NotADraft => Self::NotADraft,
            LifeError::NotPublished => Self::NotPublished,
            LifeError::NothingAhead => Self::NothingAhead,
        }
    }
}

impl From<ReviewError> for Conflict {
    fn from(error: ReviewError) -> Self {
        match error {
            ReviewError::NotPending => Self::NotPending,
            ReviewError::NotActive => Self::NotActive,
            ReviewError::NotSuspended => Self::NotSuspended,
        }
    }
}

impl From<guardian::Refused> for Conflict {
    fn from(refused: guardian::Refused) -> Self {
        use guardian::Refused as R;
        match refused {
            R::Oneself => Self::OwnGuardian,
            R::TooYoung => Self::GuardianTooYoung,
            R::GuardianAgeUnknown => Self::GuardianAgeUnknown,
            R::Known => Self::AlreadyGuardian,
            R::Enough => Self::GuardiansFull,
            R::WardAgeUnknown => Self::WardAgeUnknown,
            R::OfAge => Self::WardOfAge,
            R::NotPending => Self::TieNotPending,
            R::OwnWord => Self::OwnTie,
            R::WardAlone => Self::WardAlone,
            R::Over => Self::TieOver,
        }
    }
}
