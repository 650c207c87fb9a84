use super::{Caller, Ground, Operation};
use crate::area::AreaTree;
use crate::group::Group;
use crate::id::{AccountId, ClientId, CompanyId, GroupId};

/// What a caller's rights to an object depend on. What does not apply is empty.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Facts {
    /// The account it is, or belongs to.
    pub account: Option<AccountId>,
    /// Guardians of the person it is or belongs to.
    pub guardians: Vec<AccountId>,
    /// The group it is, or belongs to.
    pub group: Option<GroupId>,
    /// The company it is, or belongs to.
    pub company: Option<CompanyId>,
    /// The client it is, or that brought it in.
    pub client: Option<ClientId>,
    /// The codes of its areas and of all that lie above them.
    pub areas: Vec<String>,
    /// The codes of its themes.
    pub themes: Vec<String>,
}

impl Facts {
    /// What rights to a group depend on, and to whatever belongs to it alone.
    pub fn of_group(group: &Group, tree: &AreaTree) -> Self {
        Self { group: Some(group.id), themes: group.details.themes.clone(), ..Self::default() }.with_areas(&group.details.areas, tree)
    }

    /// The codes of areas, and of everything above them.
    pub fn with_areas(mut self, codes: &[String], tree: &AreaTree) -> Self {
        for number in codes.iter().filter_map(|code| tree.number(code)).flat_map(|number| tree.lineage(number)) {
            let code = tree.get(number).map(|area| &area.code);
            self.areas.extend(code.filter(|code| !self.areas.contains(code)).cloned().into_iter().collect::<Vec<_>>());
        }
        self
    }
}

/// What an operation is about to be done to.
#[derive(Debug, Clone, Copy)]
pub enum Target<'a> {
    /// Nothing was looked up yet, or there is no object: may this caller do this at all?
    Unseen,
    /// It was looked up, and there is no such thing.
    Absent,
    /// This.
    Object(&'a Facts),
}

/// May they?
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// Yes, on this ground; what they see depends on it.
    Allow(Ground),
    /// Perhaps, if we knew who they are.
    SignIn,
    /// Not to anything, whatever it is.
    Forbidden,
    /// There is no such thing, or it must not be known.
    NotFound,
}

/// Decides whether a caller may do an operation to a target.
pub fn decide(caller: &Caller, operation: Operation, target: Target<'_>) -> Decision {
    let grounds = operation.grounds();
    let open = |is: &dyn Fn(Ground) -> bool| grounds.iter().rev().copied().find(|g| is(*g));
    let Some(possible) = open(&|g| g.is_open_to(caller)) else {
        return if *caller == Caller::Anyone { Decision::SignIn } else { Decision::Forbidden };
    };
    match target {
        Target::Unseen => Decision::Allow(possible),
        Target::Absent => Decision::NotFound,
        Target::Object(facts) => open(&|g| g.holds(caller, facts)).map_or(Decision::NotFound, Decision::Allow),
    }
}
