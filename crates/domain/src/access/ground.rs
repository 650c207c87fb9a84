use super::{Caller, Facts, Person, Role};
use crate::client::Scope;
use crate::level::words;

words! {
    /// On what ground something is open: a relation between a caller and an object.
    Ground {
        /// No account is needed.
        Anyone = "anyone", "だれでも", "anyone";
        /// Any person who is signed in.
        SignedIn = "signed_in", "ログインした人", "signed in";
        /// It is their own account, login or membership.
        Itself = "own", "本人", "themselves";
        /// Guardian of the person.
        Guardian = "guardian", "保護者", "guardian of the person";
        /// Helper of its group.
        Helper = "helper", "団体の補助者", "helper of its group";
        /// Manager of its group.
        Manager = "manager", "団体の担当者", "manager of its group";
        /// Owner of its group.
        Owner = "owner", "団体の代表", "owner of its group";
        /// Coordinator of one of its areas (and themes), and not in its group.
        Coordinator = "coordinator", "地域のコーディネーター", "coordinator of its area";
        /// Manager of its company.
        CompanyManager = "company_manager", "企業の担当者", "manager of its company";
        /// Administrator.
        Administrator = "admin", "管理者", "administrator";
        /// Auditor.
        Auditor = "auditor", "監査担当", "auditor";
        /// A client with the scope `partner:write`, about what it brought in itself.
        Partner = "partner", "提携サイト", "partner server";
        /// A client with the scope `company`, about its own company.
        CompanyServer = "company_server", "企業のサーバー", "company server";
    }
}

impl Ground {
    /// Whether a caller could stand on this ground before any object is known.
    pub(super) fn is_open_to(self, caller: &Caller) -> bool {
        match (self, caller) {
            (Self::Anyone, _) => true,
            (Self::SignedIn | Self::Itself | Self::Guardian, Caller::Person(_)) => true,
            (Self::Helper, Caller::Person(p)) => has(p, |r| matches!(r, Role::Helper(_))),
            (Self::Manager, Caller::Person(p)) => has(p, |r| matches!(r, Role::Manager(_))),
            (Self::Owner, Caller::Person(p)) => has(p, |r| matches!(r, Role::Owner(_))),
            (Self::Coordinator, Caller::Person(p)) => has(p, |r| matches!(r, Role::Coordinator { .. })),
            (Self::CompanyManager, Caller::Person(p)) => has(p, |r| matches!(r, Role::CompanyManager(_))),
            (Self::Administrator, Caller::Person(p)) => has(p, |r| *r == Role::Administrator),
            (Self::Auditor, Caller::Person(p)) => has(p, |r| *r == Role::Auditor),
            (Self::Partner, Caller::Client(c)) => c.scopes.contains(&Scope::PartnerWrite),
            (Self::CompanyServer, Caller::Client(c)) => c.scopes.contains(&Scope::Company) && c.company.is_some(),
            (_, Caller::Anyone) | (Self::Partner | Self::CompanyServer, Caller::Person(_)) => false,
            (
                Self::SignedIn
                | Self::Itself
                | Self::Guardian
                | Self::Helper
                | Self::Manager
                | Self::Owner
                | Self::Coordinator
                | Self::CompanyManager
                | Self::Administrator
                | Self::Auditor,
                Caller::Client(_),
            ) => false,
        }
    }

    /// Whether a caller stands on this ground towards an object.
    pub(super) fn holds(self, caller: &Caller, object: &Facts) -> bool {
        if !self.is_open_to(caller) {
            return false;
        }
        match (self, caller) {
            (Self::Itself, Caller::Person(p)) => object.account == Some(p.account),
            (Self::Guardian, Caller::Person(p)) => object.guardians.contains(&p.account),
            (Self::Helper, Caller::Person(p)) => object.group.is_some_and(|g| has(p, |r| *r == Role::Helper(g))),
            (Self::Manager, Caller::Person(p)) => object.group.is_some_and(|g| has(p, |r| *r == Role::Manager(g))),
            (Self::Owner, Caller::Person(p)) => object.group.is_some_and(|g| has(p, |r| *r == Role::Owner(g))),
            (Self::Coordinator, Caller::Person(p)) => {
                // Nobody oversees a group they belong to.
                let belongs = object.group.is_some_and(|g| has(p, |r| r.group() == Some(g)));
                !belongs && has(p, |r| coordinates(r, object))
            }
            (Self::CompanyManager, Caller::Person(p)) => object.company.is_some_and(|c| has(p, |r| *r == Role::CompanyManager(c))),
            (Self::Partner, Caller::Client(c)) => object.client == Some(c.id),
            (Self::CompanyServer, Caller::Client(c)) => object.company.is_some() && object.company == c.company,
            // Whatever the object: being open is all it takes.
            (Self::Anyone | Self::SignedIn | Self::Administrator | Self::Auditor, _) => true,
            (_, Caller::Anyone | Caller::Person(_) | Caller::Client(_)) => false,
        }
    }
}

fn has(person: &Person, is: impl Fn(&Role) -> bool) -> bool {
    person.roles.iter().any(is)
}

fn coordinates(role: &Role, object: &Facts) -> bool {
    let Role::Coordinator { areas, themes } = role else { return false };
    areas.iter().any(|a| object.areas.contains(a)) && (themes.is_empty() || themes.iter().any(|t| object.themes.contains(t)))
}
