use super::Refused;
use crate::level::words;
use crate::text::Lang;

words! {
    /// Where an application stands.
    State {
        /// Somebody else began it; waits for the volunteer.
        Proposed = "proposed", "提案中", "proposed";
        /// Waits for the group.
        Applied = "applied", "応募中", "applied";
        /// Both have said yes; waits for a seat, or with a seat offered for the volunteer's word.
        Waitlisted = "waitlisted", "キャンセル待ち", "on the waiting list";
        /// Both have said yes, and there is a seat.
        Accepted = "accepted", "参加決定", "accepted";
        /// The volunteer was there.
        Completed = "completed", "参加済み", "completed";
        /// The volunteer was not there.
        Absent = "absent", "欠席", "absent";
        /// The other side said no.
        Declined = "declined", "見送り", "declined";
        /// The volunteer took it back.
        Withdrawn = "withdrawn", "取り下げ", "withdrawn";
        /// Nobody answered in time.
        Expired = "expired", "期限切れ", "expired";
    }
}

words! {
    /// Who began an application.
    Origin {
        /// The volunteer.
        Volunteer = "self", "本人", "the volunteer";
        /// A coordinator.
        Introduction = "introduction", "コーディネーターの紹介", "a coordinator's introduction";
        /// The group.
        Invitation = "invitation", "団体からの誘い", "the group's invitation";
        /// A company.
        Company = "company", "企業", "a company";
        /// A draft board.
        Assignment = "assignment", "配置案", "a draft board";
    }
}

words! {
    /// Who takes a step.
    Side {
        /// The volunteer, or a guardian for them.
        Volunteer = "volunteer", "本人", "the volunteer";
        /// The group, or a coordinator in its place.
        Group = "group", "団体", "the group";
        /// The service: time has passed, a seat came free, or the opportunity is no more.
        Service = "service", "システム", "the service";
    }
}

words! {
    /// What happens to an application.
    Step {
        /// The volunteer says yes: to a proposal, or to a seat that is offered.
        Consent = "consent", "本人の同意", "the volunteer says yes";
        /// The group says yes.
        Accept = "accept", "団体の受け入れ", "the group says yes";
        /// Whoever was asked says no.
        Decline = "decline", "見送り", "whoever was asked says no";
        /// The volunteer takes it back.
        Withdraw = "withdraw", "取り下げ", "the volunteer takes it back";
        /// A seat came free and is held.
        Offer = "offer", "空席の案内", "a seat came free and is held";
        /// Nobody answered in time.
        Expire = "expire", "期限切れ", "nobody answered in time";
        /// The opportunity, or every session of it, was called off.
        CallOff = "call_off", "開催中止", "the opportunity is called off";
        /// What the law or a guardian demands is missing now.
        Lapse = "lapse", "同意の失効", "a consent that was needed is gone";
        /// The group notes who was there.
        Attend = "attend", "出席の記録", "the group notes that the volunteer was there";
        /// The group notes who was not.
        Miss = "miss", "欠席の記録", "the group notes that the volunteer was not there";
    }
}

words! {
    /// Why somebody said no, by a code that statistics can count.
    DeclineReason {
        /// There is no room.
        Full = "full", "定員に達した", "no room";
        /// The dates do not fit.
        Dates = "dates", "日程が合わない", "the dates do not fit";
        /// The place is too far.
        Distance = "distance", "場所が遠い", "too far";
        /// The task is something else than thought.
        Content = "content", "内容が合わない", "the task does not fit";
        /// Experience or a certificate is missing.
        Experience = "experience", "経験・資格の条件", "experience or a certificate is missing";
        /// It carries too much responsibility.
        Responsibility = "responsibility", "責任が重い", "too much responsibility";
        /// Age, or what a guardian must agree to.
        Age = "age", "年齢・保護者の条件", "age or a guardian's consent";
        /// Illness or family.
        Personal = "personal", "体調・家庭の都合", "personal circumstances";
        /// It was called off.
        CalledOff = "called_off", "開催中止", "called off";
        /// Another reason.
        Other = "other", "その他", "another reason";
    }
}

/// One line of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Transition {
    /// Where it stands.
    pub from: State,
    /// What happens.
    pub step: Step,
    /// Who may do it.
    pub by: Side,
    /// Where it stands then. Where a line can lead to two states, the first is taken while there is a seat.
    pub to: &'static [State],
    /// Only from these origins; empty means all.
    pub origins: &'static [Origin],
}

const fn line(from: State, step: Step, by: Side, to: &'static [State]) -> Transition {
    Transition { from, step, by, to, origins: &[] }
}

/// Every step that can be taken. `docs/lifecycle.md` is drawn from it.
pub const TRANSITIONS: &[Transition] = &[
    // Somebody else began it. The group's own invitation holds its yes already.
    Transition { origins: &[Origin::Invitation], ..line(State::Proposed, Step::Consent, Side::Volunteer, &[State::Accepted, State::Waitlisted]) },
    Transition {
        origins: &[Origin::Introduction, Origin::Company, Origin::Assignment],
        ..line(State::Proposed, Step::Consent, Side::Volunteer, &[State::Applied])
    },
    line(State::Proposed, Step::Decline, Side::Volunteer, &[State::Declined]),
    line(State::Proposed, Step::Withdraw, Side::Group, &[State::Withdrawn]),
    line(State::Proposed, Step::Expire, Side::Service, &[State::Expired]),
    line(State::Proposed, Step::CallOff, Side::Service, &[State::Declined]),
    // The group is asked.
    line(State::Applied, Step::Accept, Side::Group, &[State::Accepted, State::Waitlisted]),
    line(State::Applied, Step::Decline, Side::Group, &[State::Declined]),
    line(State::Applied, Step::Withdraw, Side::Volunteer, &[State::Withdrawn]),
    line(State::Applied, Step::Expire, Side::Service, &[State::Expired]),
    line(State::Applied, Step::CallOff, Side::Service, &[State::Declined]),
    // A seat is waited for.
    line(State::Waitlisted, Step::Offer, Side::Service, &[State::Waitlisted]),
    line(State::Waitlisted, Step::Consent, Side::Volunteer, &[State::Accepted]),
    line(State::Waitlisted, Step::Decline, Side::Group, &[State::Declined]),
    line(State::Waitlisted, Step::Withdraw, Side::Volunteer, &[State::Withdrawn]),
    line(State::Waitlisted, Step::Expire, Side::Service, &[State::Expired]),
    line(State::Waitlisted, Step::CallOff, Side::Service, &[State::Declined]),
    line(State::Waitlisted, Step::Lapse, Side::Service, &[State::Withdrawn]),
    // It will happen, or has.
    line(State::Accepted, Step::Decline, Side::Group, &[State::Declined]),
    line(State::Accepted, Step::Withdraw, Side::Volunteer, &[State::Withdrawn]),
    line(State::Accepted, Step::CallOff, Side::Service, &[State::Declined]),
    line(State::Accepted, Step::Lapse, Side::Service, &[State::Withdrawn]),
    line(State::Accepted, Step::Expire, Side::Service, &[State::Expired]),
    line(State::Accepted, Step::Attend, Side::Group, &[State::Completed]),
    line(State::Accepted, Step::Miss, Side::Group, &[State::Absent]),
    // What was noted can be corrected.
    line(State::Completed, Step::Miss, Side::Group, &[State::Absent]),
    line(State::Absent, Step::Attend, Side::Group, &[State::Completed]),
];

impl State {
    /// Whether the volunteer's word is waited for: to a proposal, or to a seat that is offered.
    pub fn is_asking(self, seated: bool) -> bool {
        self == Self::Proposed || (self == Self::Waitlisted && seated)
    }

    /// Whether an application in it goes on.
    pub fn is_live(self) -> bool {
        matches!(self, Self::Proposed | Self::Applied | Self::Waitlisted | Self::Accepted)
    }
}

/// Where a step leads, with or without a seat; or why it is not taken.
pub fn next(from: State, origin: Origin, step: Step, by: Side, seat: bool) -> Result<State, Refused> {
    let found = TRANSITIONS.iter().find(|t| t.from == from && t.step == step && t.by == by && (t.origins.is_empty() || t.origins.contains(&origin)));
    let to = found.map(|t| if seat { t.to.first() } else { t.to.last() });
    to.flatten().copied().ok_or(Refused::NotNow { state: from, step })
}

/// The table as a picture (Mermaid), one arrow a line.
pub fn drawn() -> String {
    let mut picture = String::from("stateDiagram-v2\n    [*] --> applied: apply (volunteer)\n    [*] --> proposed: propose (group, coordinator, company)\n");
    for t in TRANSITIONS {
        for (i, to) in t.to.iter().enumerate() {
            picture += &format!("    {} --> {}: {} ({}{})\n", t.from.code(), to.code(), t.step.code(), t.by.code(), t.condition(i));
        }
    }
    for state in State::ALL.iter().filter(|s| !s.is_live()) {
        picture += &format!("    {} --> [*]\n", state.code());
    }
    picture
}

/// The table as a table (Markdown), in both languages.
pub fn written() -> String {
    let mut text = String::from("| from · 状態 | step · できごと | who · だれが | to · 次の状態 |\n|---|---|---|---|\n");
    for t in TRANSITIONS {
        let both = |code: &str, ja: &str| format!("`{code}` {ja}");
        let from = both(t.from.code(), t.from.word(Lang::Ja));
        for (i, to) in t.to.iter().enumerate() {
            let step = both(t.step.code(), t.step.word(Lang::Ja));
            let who = both(t.by.code(), t.by.word(Lang::Ja));
            text += &format!("| {from} | {step}{} | {who} | {} |\n", t.condition(i), both(to.code(), to.word(Lang::Ja)));
        }
    }
    text
}

impl Transition {
    /// What must hold for its n-th outcome, if anything.
    fn condition(&self, outcome: usize) -> String {
        let seat = match (self.to.len(), outcome) {
            (1, _) => "",
            (_, 0) => ", a seat is left",
            _ => ", no seat is left",
        };
        let origins: Vec<&str> = self.origins.iter().map(|o| o.code()).collect();
        if origins.is_empty() { seat.into() } else { format!("{seat}, {}", origins.join(" or ")) }
    }
}
