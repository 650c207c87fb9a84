use crate::level::words;
use crate::text::Lang;

words! {
    /// Of what one is told. The order is part of letters that were sent: a new one comes last.
    NoticeKind {
        /// Somebody proposes something to the volunteer.
        Proposed = "proposed", "活動の提案", "a proposal";
        /// Both have said yes, and there is a seat.
        Accepted = "accepted", "参加の決定", "you take part";
        /// Both have said yes, and there is no seat yet.
        Waitlisted = "waitlisted", "キャンセル待ち", "on the waiting list";
        /// A seat came free and is held for the volunteer.
        SeatOffered = "seat_offered", "空席の案内", "a seat came free";
        /// The other side said no, or took it back.
        Declined = "declined", "見送り", "not this time";
        /// Nobody answered in time.
        Expired = "expired", "期限切れ", "nobody answered in time";
        /// It does not take place.
        CalledOff = "called_off", "開催中止", "called off";
        /// It begins tomorrow.
        Reminder = "reminder", "前日のお知らせ", "the day before";
        /// The other side wrote.
        Message = "message", "メッセージ", "a message";
        /// The group is asked.
        ApplicationReceived = "application_received", "新しい応募", "a new application";
        /// A volunteer does not come after all.
        ApplicationWithdrawn = "application_withdrawn", "応募の取り下げ", "an application taken back";
        /// The group has one day left to answer.
        AnswerDue = "answer_due", "返答期限の前日", "an answer is due";
        /// A session is over, and nobody noted who was there.
        AttendanceDue = "attendance_due", "出欠の記録", "attendance to be noted";
        /// A volunteer said yes to a proposal or an offered seat.
        Confirmed = "confirmed", "参加の確定", "a volunteer said yes";
        /// A minor needs a guardian's consent.
        ConsentNeeded = "consent_needed", "保護者の同意のお願い", "your consent is needed";
        /// A minor takes part.
        WardAccepted = "ward_accepted", "お子さまの参加決定", "your child takes part";
    }
}

words! {
    /// To whom a notice is.
    Reader {
        /// Whose wish it is.
        Volunteer = "volunteer", "参加する人", "whoever takes part";
        /// Owners and managers of the group.
        Group = "group", "団体の代表・担当者", "the group's owners and managers";
        /// Guardians of the volunteer.
        Guardian = "guardian", "保護者", "guardians";
        /// Both sides.
        Everyone = "everyone", "全員", "both sides";
    }
}

impl NoticeKind {
    /// To whom it is.
    pub fn reader(self) -> Reader {
        match self {
            Self::Proposed | Self::Accepted | Self::Waitlisted | Self::SeatOffered | Self::Declined | Self::Expired | Self::CalledOff | Self::Reminder => {
                Reader::Volunteer
            }
            Self::Message => Reader::Everyone,
            Self::ApplicationReceived | Self::ApplicationWithdrawn | Self::AnswerDue | Self::AttendanceDue | Self::Confirmed => Reader::Group,
            Self::ConsentNeeded | Self::WardAccepted => Reader::Guardian,
        }
    }

    /// Whether it always goes by itself, as soon as it may; the others are gathered.
    pub fn is_urgent(self) -> bool {
        matches!(self, Self::SeatOffered | Self::CalledOff | Self::ConsentNeeded)
    }

    /// Whether the clock alone brought it about: such a letter wakes nobody.
    pub fn is_clockwork(self) -> bool {
        matches!(self, Self::Reminder | Self::AnswerDue | Self::AttendanceDue)
    }

    /// Whether one may do without it. Without a guardian's answer nobody could take part.
    pub fn can_be_stopped(self) -> bool {
        self != Self::ConsentNeeded
    }

    /// When it comes, in one sentence.
    pub fn sentence(self, lang: Lang) -> &'static str {
        let (ja, en) = match self {
            Self::Proposed => {
                ("団体やコーディネーターから活動の提案が届いたときにお知らせします。", "Tells you when a group or a coordinator proposes something to you.")
            }
            Self::Accepted => ("参加が決まったときにお知らせします。", "Tells you when it is settled that you take part."),
            Self::Waitlisted => ("キャンセル待ちになったときにお知らせします。", "Tells you when you are on a waiting list."),
            Self::SeatOffered => (
                "待っていた活動に空きが出て、あなたの席を確保したときにお知らせします。",
                "Tells you when a seat you waited for came free and is held for you.",
            ),
            Self::Declined => ("見送りや取り消しになったときにお知らせします。", "Tells you when something you hoped for does not come about."),
            Self::Expired => {
                ("期限までに返答がなく、終わりになったときにお知らせします。", "Tells you when an application ended because nobody answered in time.")
            }
            Self::CalledOff => ("参加する活動が中止になったときにお知らせします。", "Tells you when something you take part in is called off."),
            Self::Reminder => ("参加する活動の前日にお知らせします。", "Reminds you the day before you take part in something."),
            Self::Message => ("応募についてメッセージが届いたときにお知らせします。", "Tells you when somebody wrote to you about an application."),
            Self::ApplicationReceived => ("団体に新しい応募が届いたときにお知らせします。", "Tells you when somebody applies to your group."),
            Self::ApplicationWithdrawn => {
                ("応募や参加が取り下げられたときにお知らせします。", "Tells you when a volunteer takes an application back or says no.")
            }
            Self::AnswerDue => ("応募への返答期限の前日にお知らせします。", "Reminds you a day before your group must have answered an application."),
            Self::AttendanceDue => {
                ("活動が終わり、出欠がまだ記録されていないときにお知らせします。", "Reminds you to note who was there when a session is over.")
            }
            Self::Confirmed => {
                ("提案や空席の案内に参加の返事があったときにお知らせします。", "Tells you when a volunteer says yes to a proposal or an offered seat.")
            }
            Self::ConsentNeeded => {
                ("お子さまの参加に、保護者の同意が必要なときにお知らせします。", "Tells you when your child can take part only with your consent.")
            }
            Self::WardAccepted => ("お子さまの参加が決まったときにお知らせします。", "Tells you when it is settled that your child takes part."),
        };
        match lang {
            Lang::Ja => ja,
            Lang::En => en,
        }
    }
}
