use crate::cli::{Common, CreateAccount, StaffRole};
use crate::node::Keys;
use crate::{console, password, taxonomy};
use enmusubi_domain::access::{Grant, Operation, Role, RoleKind};
use enmusubi_domain::account::{self, Account, Email};
use enmusubi_domain::audit::{Actor, Event, ObjectKind};
use enmusubi_domain::id::{AccountId, GrantId};
use enmusubi_domain::password::{About, check};
use enmusubi_domain::text::Lang;
use enmusubi_persistence::{Store, StoreError};
use std::io::BufRead;

pub fn create(common: &Common, settings: &CreateAccount) -> Result<(), String> {
    let email = Email::parse("--email", &settings.email).map_err(|e| e.to_string())?;
    let kind = match settings.role {
        StaffRole::Admin => RoleKind::Administrator,
        StaffRole::Auditor => RoleKind::Auditor,
        StaffRole::Coordinator => RoleKind::Coordinator,
    };
    let name = settings.name.as_deref().unwrap_or(kind.word(Lang::Ja));
    let name = account::name("--name", name).map_err(|e| e.to_string())?;
    let about = About { email: email.as_str(), name: &name };
    let given = settings.password_stdin.then(first_line).transpose()?;
    if let Some(given) = &given {
        check("password", given, &about).map_err(|e| e.to_string())?;
    }
    let (secret, is_new) = match given {
        Some(given) => (given, false),
        None => (password::generated(&about)?, true),
    };
    let hash = Keys::open(&common.keys_dir())?.hasher()?.hash(&secret).map_err(|e| e.to_string())?;
    let workshop = super::open(common)?;
    let role = role(&workshop.store, settings)?;
    if !enter(&workshop.store, &email, &name, &hash, &role)? {
        return Err(format!("{} has an account already: an administrator can give it a role", email.as_str()));
    }
    console::say(&format!("An account with the role {} was made for {}", kind.code(), email.as_str()));
    if is_new {
        console::say(&format!("Password, shown this once: {secret}"));
    }
    Ok(())
}

fn first_line() -> Result<String, String> {
    let mut line = String::new();
    std::io::stdin().lock().read_line(&mut line).map_err(|e| format!("the password cannot be read from standard input: {e}"))?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}

/// The role, with areas and themes that are there.
fn role(store: &Store, settings: &CreateAccount) -> Result<Role, String> {
    let has_reach = !settings.area.is_empty() || !settings.theme.is_empty();
    match settings.role {
        StaffRole::Admin | StaffRole::Auditor if has_reach => Err("--area and --theme are for coordinators".into()),
        StaffRole::Admin => Ok(Role::Administrator),
        StaffRole::Auditor => Ok(Role::Auditor),
        StaffRole::Coordinator if settings.area.is_empty() => Err("a coordinator needs at least one --area CODE".into()),
        StaffRole::Coordinator => {
            taxonomy::load_default_if_empty(store).map_err(|e| e.to_string())?;
            let (areas, themes) = store.read(|tx| Ok((tx.areas()?, tx.themes()?))).map_err(|e: StoreError| e.to_string())?;
            if let Some(code) = settings.area.iter().find(|code| areas.iter().all(|a| a.code != **code)) {
                return Err(format!("--area: there is no area {code:?}"));
            }
            if let Some(code) = settings.theme.iter().find(|code| themes.iter().all(|t| t.code != **code)) {
                return Err(format!("--theme: there is no theme {code:?}"));
            }
            Ok(Role::Coordinator { areas: settings.area.clone(), themes: settings.theme.clone() })
        }
    }
}

/// Makes the account and gives the role, both noted in the audit trail. False if the address has an account.
fn enter(store: &Store, email: &Email, name: &str, hash: &str, role: &Role) -> Result<bool, String> {
    let (account, grant) = (AccountId::new(), GrantId::new());
    let done = store.write(|tx| {
        if tx.account_by_email(email)?.is_some() {
            return Ok(false);
        }
        let now = tx.clock()?;
        let new = Account::open(account, email.clone(), name.to_owned(), Lang::Ja, now);
        tx.insert_account(&new, hash)?;
        tx.give_role(&Grant { id: grant, account, role: role.clone(), until: None, given_by: None, given_at: now, taken_at: None })?;
        let event = |action, object| Event { actor: Actor::Operator, action, object, fields: vec![], reason: None, trace_id: String::new() };
        tx.audit(&event("create_account", (ObjectKind::Account, account.0)))?;
        tx.audit(&event(Operation::GiveRole.code(), (ObjectKind::Role, grant.0)))?;
        Ok(true)
    });
    done.map_err(|e: StoreError| e.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(role: StaffRole, area: &[&str]) -> CreateAccount {
        let area = area.iter().map(|&code| code.into()).collect();
        CreateAccount { role, email: String::new(), name: None, area, theme: vec![], password_stdin: false }
    }

    #[test]
    fn an_address_gets_one_account_with_the_role_and_the_trail_knows() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(&format!("sqlite:{}", dir.path().join("a.db").display())).unwrap();
        let email = Email::parse("email", "admin@example.jp").unwrap();
        assert_eq!(enter(&store, &email, "管理者", "$hash", &Role::Administrator), Ok(true));
        assert_eq!(enter(&store, &email, "管理者", "$hash", &Role::Administrator), Ok(false));
        let (admins, lines) = store.read(|tx| Ok::<_, StoreError>((tx.administrators()?, tx.audit_page(None, &Default::default(), 10)?))).unwrap();
        assert_eq!(admins, 1);
        assert_eq!(lines.iter().map(|l| l.action.as_str()).collect::<Vec<_>>(), ["give_role", "create_account"]);
        assert!(lines.iter().all(|l| l.actor == Actor::Operator));
    }

    #[test]
    fn a_coordinator_needs_areas_that_are_there() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(&format!("sqlite:{}", dir.path().join("a.db").display())).unwrap();
        assert!(role(&store, &settings(StaffRole::Coordinator, &[])).unwrap_err().contains("--area"));
        assert!(role(&store, &settings(StaffRole::Coordinator, &["99"])).unwrap_err().contains("99"));
        assert!(role(&store, &settings(StaffRole::Auditor, &["011011"])).is_err());
        assert_eq!(role(&store, &settings(StaffRole::Coordinator, &["011011"])), Ok(Role::Coordinator { areas: vec!["011011".into()], themes: vec![] }));
    }
}
