use crate::code;
use crate::group::FullGroupView;
use crate::opportunity::{DuplicateView, FullOpportunityView};
use crate::problem::{At, Problem};
use enmusubi_domain::text::Lang;
use enmusubi_persistence::Written;
use serde::Serialize;
use utoipa::ToSchema;

/// What became of an opportunity that was brought in. 取り込みの結果（募集）。
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PartnerOpportunity)]
pub struct BroughtOpportunityView {
    /// Whether it is new, is different now, or was so already.
    #[schema(value_type = code::Outcome, example = "created")]
    pub outcome: &'static str,
    /// The opportunity as it stands now.
    pub opportunity: FullOpportunityView,
    /// Others that may be the same thing, the likeliest first.
    pub possible_duplicates: Vec<DuplicateView>,
    /// Themes its words speak of, where it names none; they are not applied.
    #[schema(example = json!(["snow"]))]
    pub suggested_themes: Vec<String>,
}

/// What became of a group that was brought in. 取り込みの結果（団体）。
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PartnerGroup)]
pub struct BroughtGroupView {
    /// Whether it is new, is different now, or was so already.
    #[schema(value_type = code::Outcome, example = "created")]
    pub outcome: &'static str,
    /// The group as it stands now.
    pub group: FullGroupView,
}

/// What became of many. 一括取り込みの結果。
#[derive(Debug, Default, Serialize, ToSchema)]
#[schema(as = PartnerPush)]
pub struct PushView {
    /// How many are new.
    #[schema(example = 1)]
    pub created: usize,
    /// How many are different now.
    #[schema(example = 0)]
    pub updated: usize,
    /// How many were so already.
    #[schema(example = 0)]
    pub unchanged: usize,
    /// How many were refused; nothing of them was kept.
    #[schema(example = 1)]
    pub refused: usize,
    /// Every line, in order.
    pub rows: Vec<RowOutcomeView>,
}

/// What became of one line. 1行分の結果。
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = PartnerRowOutcome)]
pub struct RowOutcomeView {
    /// Its number, counted from 1 with empty lines.
    #[schema(example = 2)]
    pub line: usize,
    /// Its reference, if one could be read.
    #[schema(example = "event-2031")]
    pub client_ref: Option<String>,
    /// What became of it.
    #[schema(value_type = code::RowOutcome, example = "refused")]
    pub outcome: &'static str,
    /// Why it was refused; otherwise empty.
    pub errors: Vec<RowErrorView>,
}

/// Why a line was refused.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = PartnerRowError)]
pub struct RowErrorView {
    /// The member of the line, as a JSON pointer (RFC 6901), where it is one.
    #[schema(example = "/group_ref")]
    pub pointer: Option<String>,
    /// A stable code for programs.
    #[schema(example = "unknown_code")]
    pub code: &'static str,
    /// A sentence for people.
    #[schema(example = "「group-99」というコードはありません。")]
    pub detail: String,
}

/// The word for what was done.
pub fn outcome(written: Written) -> &'static str {
    match written {
        Written::Created => "created",
        Written::Updated => "updated",
        Written::Unchanged => "unchanged",
    }
}

impl BroughtOpportunityView {
    /// What became of it; its hints stand beside it.
    pub fn of(written: Written, mut opportunity: FullOpportunityView) -> Self {
        let possible_duplicates = opportunity.possible_duplicates.take().unwrap_or_default();
        let suggested_themes = opportunity.suggested_themes.take().unwrap_or_default();
        Self { outcome: outcome(written), opportunity, possible_duplicates, suggested_themes }
    }
}

impl PushView {
    /// Adds the next line.
    pub fn add(&mut self, row: RowOutcomeView) {
        match row.outcome {
            "created" => self.created += 1,
            "updated" => self.updated += 1,
            "unchanged" => self.unchanged += 1,
            _refused => self.refused += 1,
        }
        self.rows.push(row);
    }
}

impl RowErrorView {
    /// Puts a refusal into words: each member that is wrong, or the rule that refuses.
    pub fn of(problem: &Problem, lang: Lang) -> Vec<Self> {
        let faults = problem.faults();
        if faults.is_empty() {
            let face = problem.face();
            let (ja, en) = face.detail;
            let detail = match lang {
                Lang::Ja => ja,
                Lang::En => en,
            };
            return vec![Self { pointer: None, code: face.code, detail }];
        }
        let one = |fault: crate::problem::Fault| {
            let detail = fault.detail(lang).to_owned();
            let (At::Pointer(at) | At::Parameter(at)) = fault.at;
            Self { pointer: Some(at), code: fault.code, detail }
        };
        faults.into_iter().map(one).collect()
    }
}
