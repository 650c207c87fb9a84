use enmusubi_domain::notice::NoticeKind as K;
use enmusubi_domain::text::Lang;

/// What happened.
pub fn headline(kind: K, count: usize, lang: Lang) -> String {
    let (ja, en) = match kind {
        K::Proposed => ("活動の提案が届いています", "Something is proposed to you"),
        K::Accepted => ("参加が決まりました", "You take part"),
        K::Waitlisted => ("キャンセル待ちになりました", "You are on the waiting list"),
        K::SeatOffered => ("空きが出ました。あなたの席を確保しています", "A seat came free and is held for you"),
        K::Declined => ("今回は見送りになりました", "It does not come about this time"),
        K::Expired => ("期限までに返答がなく、応募が終了しました", "Your application ended without an answer"),
        K::CalledOff => ("中止になりました", "Called off"),
        K::Reminder => ("もうすぐ活動の日です", "It begins soon"),
        K::Message => ("メッセージが届いています", "A message is waiting for you"),
        K::ApplicationReceived => ("新しい応募が届いています", "A new application"),
        K::ApplicationWithdrawn => ("応募または参加の取り下げがありました", "A volunteer does not come after all"),
        K::AnswerDue => ("応募への返答の期限が近づいています", "An application is waiting for your answer"),
        K::AttendanceDue => ("出欠を記録してください", "Please note who was there"),
        K::Confirmed => ("参加の返事がありました", "A volunteer said yes"),
        K::ConsentNeeded => ("お子さまの参加に、保護者の同意が必要です", "Your child needs your consent"),
        K::WardAccepted => ("お子さまの参加が決まりました", "Your child takes part"),
    };
    match (count, lang) {
        (..=1, Lang::Ja) => ja.to_owned(),
        (..=1, Lang::En) => en.to_owned(),
        (_, Lang::Ja) => format!("{ja}（{count}件）"),
        (_, Lang::En) => format!("{en} ({count})"),
    }
}

/// What it means, or what to do.
pub fn advice(kind: K, lang: Lang) -> &'static str {
    let (ja, en) = match kind {
        K::Proposed => {
            ("参加するかどうか、ログインしてお答えください。お断りいただいても差し支えありません。", "Please log in and say yes or no. A no is fine, too.")
        }
        K::Accepted => (
            "ご参加ありがとうございます。来られなくなったときは、早めに取り下げてください。席を待っている方に案内できます。",
            "Thank you. If you cannot come, please withdraw early: somebody may be waiting for the seat.",
        ),
        K::Waitlisted => ("空きが出たら、順番にご案内します。", "When a seat comes free, it is offered in order of the list."),
        K::SeatOffered => (
            "参加される場合は、期限までにログインしてお返事ください。お返事がないときは、次の方にご案内します。",
            "To take it, please log in and say yes in time. Otherwise it goes to whoever is next.",
        ),
        K::Declined => (
            "ご応募ありがとうございました。理由が添えられているときは、応募のページで読めます。",
            "Thank you for wanting to help. If a reason was given, you can read it with the application.",
        ),
        K::Expired => (
            "お待たせしたまま申し訳ありません。ほかの募集もぜひご覧ください。",
            "We are sorry that nobody answered. Please have a look at other opportunities.",
        ),
        K::CalledOff => ("この日程は行われません。集合場所へお越しにならないよう、ご注意ください。", "It does not take place. Please do not go there."),
        K::Reminder => (
            "当日はお気をつけてお越しください。来られなくなったときは、すぐに取り下げてください。",
            "Have a safe way there. If you cannot come, please withdraw at once.",
        ),
        K::Message => ("ログインすると、応募のページで読んで返信できます。", "Log in to read and answer it with the application."),
        K::ApplicationReceived => ("ログインして、受け入れるかどうかお答えください。", "Please log in and say yes or no."),
        K::ApplicationWithdrawn => ("席が空いたときは、待っている方に自動でご案内します。", "If a seat came free, it is offered to whoever waits."),
        K::AnswerDue => ("期限までにお返事がないと、応募は自動で終了します。", "Without an answer in time the application ends by itself."),
        K::AttendanceDue => ("来た方と来なかった方を記録すると、参加した方の活動時間になります。", "What you note becomes the record of those who were there."),
        K::Confirmed => ("参加者の一覧は、ログインすると見られます。", "Log in to see who takes part."),
        K::ConsentNeeded => (
            "ログインして内容をご確認のうえ、同意するかどうかお答えください。同意がないと参加できません。",
            "Please log in, have a look, and say yes or no. Without your consent your child cannot take part.",
        ),
        K::WardAccepted => ("内容は、ログインすると確認できます。", "Log in to see what it is about."),
    };
    match lang {
        Lang::Ja => ja,
        Lang::En => en,
    }
}

/// The subject of a letter about several things.
pub fn several(number: usize, lang: Lang) -> String {
    match lang {
        Lang::Ja => format!("お知らせが{number}件あります"),
        Lang::En => format!("{number} things to know"),
    }
}

/// When it takes place.
pub fn when(span: &str, more: usize, lang: Lang) -> String {
    match (more, lang) {
        (0, Lang::Ja) => format!("日時: {span}"),
        (0, Lang::En) => format!("When: {span}"),
        (_, Lang::Ja) => format!("日時: {span}（ほか{more}回）"),
        (_, Lang::En) => format!("When: {span} (and {more} more)"),
    }
}

/// Until when somebody must answer.
pub fn answer_by(moment: &str, lang: Lang) -> String {
    match lang {
        Lang::Ja => format!("返答の期限: {moment}"),
        Lang::En => format!("Answer by: {moment}"),
    }
}

/// Before the addresses that stop a kind.
pub fn how_to_stop(lang: Lang) -> &'static str {
    match lang {
        Lang::Ja => "このお知らせは、次のリンクから種類ごとに止められます（ログイン不要）。",
        Lang::En => "You can stop each kind of these messages here, without logging in:",
    }
}

/// The address that stops a kind.
pub fn stop(kind: K, address: &str, lang: Lang) -> String {
    match lang {
        Lang::Ja => format!("「{}」を止める: {address}", kind.word(lang)),
        Lang::En => format!("Stop \"{}\": {address}", kind.word(lang)),
    }
}
