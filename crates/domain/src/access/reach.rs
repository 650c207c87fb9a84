use super::{Caller, Ground, Operation, Role};
use crate::id::{CompanyId, GroupId};

/// What of a list a caller may see; the queries fetch nothing else.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reach {
    /// Everything.
    pub all: bool,
    /// What belongs to these groups.
    pub groups: Vec<GroupId>,
    /// What lies in these areas or below them and has one of these themes (none: any theme). One entry per role.
    pub areas: Vec<(Vec<String>, Vec<String>)>,
    /// What does not count by area: groups the caller belongs to.
    pub but_not_by_area: Vec<GroupId>,
    /// What belongs to these companies.
    pub companies: Vec<CompanyId>,
}

/// What of a list a caller may see.
pub fn reach(caller: &Caller, operation: Operation) -> Reach {
    let mut reach = Reach::default();
    let grounds = operation.grounds();
    match caller {
        Caller::Anyone => {}
        Caller::Person(person) => {
            for role in &person.roles {
                match role {
                    Role::Administrator => reach.all |= grounds.contains(&Ground::Administrator),
                    Role::Auditor => reach.all |= grounds.contains(&Ground::Auditor),
                    Role::Owner(g) if grounds.contains(&Ground::Owner) => reach.groups.push(*g),
                    Role::Manager(g) if grounds.contains(&Ground::Manager) => reach.groups.push(*g),
                    Role::Helper(g) if grounds.contains(&Ground::Helper) => reach.groups.push(*g),
                    Role::Coordinator { areas, themes } if grounds.contains(&Ground::Coordinator) => reach.areas.push((areas.clone(), themes.clone())),
                    Role::CompanyManager(c) if grounds.contains(&Ground::CompanyManager) => reach.companies.push(*c),
                    Role::Owner(_) | Role::Manager(_) | Role::Helper(_) | Role::Coordinator { .. } | Role::CompanyManager(_) => {}
                }
            }
            reach.but_not_by_area = person.roles.iter().filter_map(Role::group).collect();
        }
        Caller::Client(client) => {
            if let (true, Some(company)) = (grounds.contains(&Ground::CompanyServer), client.company) {
                reach.companies.push(company);
            }
        }
    }
    reach
}
