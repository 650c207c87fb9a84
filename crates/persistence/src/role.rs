//! Roles: their row, row to domain and back, their queries; and who asks, which is decided by them on every request.

use crate::account::AccountRow;
use crate::columns::{Id, Json, Reading, Ts};
use crate::error::StoreError;
use crate::schema::{account, login, role_grant};
use crate::tx::Tx;
use diesel::prelude::*;
use enmusubi_domain::access::{Grant, Person, Role, RoleKind};
use enmusubi_domain::account::Account;
use enmusubi_domain::id::{AccountId, CompanyId, GrantId, GroupId, LoginId};
use enmusubi_domain::login::Lifetime;

/// A row of the table.
#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = role_grant, treat_none_as_default_value = false)]
struct GrantRow {
    id: Id,
    account_id: Id,
    kind: String,
    group_id: Option<Id>,
    company_id: Option<Id>,
    areas: Json,
    themes: Json,
    until: Option<Ts>,
    given_by: Option<Id>,
    given_at: Ts,
    taken_at: Option<Ts>,
}

impl GrantRow {
    fn of(grant: &Grant) -> Result<Self, StoreError> {
        let (areas, themes): (&[String], &[String]) = match &grant.role {
            Role::Coordinator { areas, themes } => (areas, themes),
            _ => (&[], &[]),
        };
        let company = match &grant.role {
            Role::CompanyManager(company) => Some(Id(company.0)),
            _ => None,
        };
        Ok(Self {
            id: Id(grant.id.0),
            account_id: Id(grant.account.0),
            kind: grant.role.kind().code().into(),
            group_id: grant.role.group().map(|g| Id(g.0)),
            company_id: company,
            areas: Json::texts(areas)?,
            themes: Json::texts(themes)?,
            until: grant.until.map(Ts::of),
            given_by: grant.given_by.map(|a| Id(a.0)),
            given_at: Ts::of(grant.given_at),
            taken_at: grant.taken_at.map(Ts::of),
        })
    }

    fn into_grant(self) -> Result<Grant, StoreError> {
        let r = Reading::new("role_grant", self.id.0);
        let kind = r.word("kind", &self.kind, RoleKind::parse)?;
        let missing = || r.damaged("what it is a role in is missing");
        let role = match kind {
            RoleKind::Owner | RoleKind::Manager | RoleKind::Helper => self.group_id.and_then(|g| Role::in_group(kind, GroupId(g.0))).ok_or_else(missing)?,
            RoleKind::Coordinator => Role::Coordinator { areas: r.doc("areas", &self.areas)?, themes: r.doc("themes", &self.themes)? },
            RoleKind::CompanyManager => Role::CompanyManager(CompanyId(self.company_id.ok_or_else(missing)?.0)),
            RoleKind::Administrator => Role::Administrator,
            RoleKind::Auditor => Role::Auditor,
        };
        Ok(Grant {
            id: GrantId(self.id.0),
            account: AccountId(self.account_id.0),
            role,
            until: self.until.map(|at| at.0),
            given_by: self.given_by.map(|a| AccountId(a.0)),
            given_at: self.given_at.0,
            taken_at: self.taken_at.map(|at| at.0),
        })
    }
}

/// Counts at a moment: neither taken nor run out.
macro_rules! live {
    ($now:expr) => {
        role_grant::taken_at.is_null().and(role_grant::until.is_null().or(role_grant::until.gt($now)))
    };
}

impl Tx<'_> {
    /// Gives a role. Logins that are live do not outlast what the role allows: a device that was forgotten before is no longer open to it.
    pub fn give_role(&mut self, grant: &Grant) -> Result<(), StoreError> {
        if let Some(group) = grant.role.group() {
            // A role that has run out, and that nobody took, is not in the way of a new one.
            let now = Ts(self.clock()?);
            let before = role_grant::table.filter(role_grant::account_id.eq(Id(grant.account.0))).filter(role_grant::group_id.eq(Id(group.0)));
            let over = before.filter(role_grant::taken_at.is_null()).filter(role_grant::until.le(now));
            let done = diesel::update(over).set(role_grant::taken_at.eq(role_grant::until)).execute(self.db);
            self.look("role_grant", done)?;
        }
        let done = diesel::insert_into(role_grant::table).values(&GrantRow::of(grant)?).execute(self.db);
        self.look("role_grant", done)?;
        self.shorten_logins(grant.account)
    }

    /// Cuts an account's logins to what its live roles allow from now on; none is made longer.
    fn shorten_logins(&mut self, account: AccountId) -> Result<(), StoreError> {
        let roles: Vec<Role> = self.grants_of(account)?.into_iter().map(|grant| grant.role).collect();
        let (now, lifetime) = (self.clock()?, Lifetime::of(&roles));
        let (idle, absolute) = (Ts(now + lifetime.idle), Ts(now + lifetime.absolute));
        let mine = || login::table.filter(login::account_id.eq(Id(account.0))).filter(login::ended_at.is_null());
        let done = diesel::update(mine().filter(login::idle_expires_at.gt(idle))).set(login::idle_expires_at.eq(idle)).execute(self.db);
        self.look("login", done)?;
        let done = diesel::update(mine().filter(login::absolute_expires_at.gt(absolute))).set(login::absolute_expires_at.eq(absolute)).execute(self.db);
        self.look("login", done).map(drop)
    }

    /// A role as it was given, whether or not it still counts.
    pub fn grant(&mut self, id: GrantId) -> Result<Option<Grant>, StoreError> {
        let row = role_grant::table.filter(role_grant::id.eq(Id(id.0))).select(GrantRow::as_select()).first(self.db).optional();
        self.look("role_grant", row)?.map(GrantRow::into_grant).transpose()
    }

    /// Takes a role; answers whether it had not been taken yet.
    pub fn take_role(&mut self, id: GrantId, by: Option<AccountId>) -> Result<bool, StoreError> {
        let now = Ts(self.clock()?);
        let given = role_grant::table.filter(role_grant::id.eq(Id(id.0))).filter(role_grant::taken_at.is_null());
        let set = (role_grant::taken_at.eq(now), role_grant::taken_by.eq(by.map(|a| Id(a.0))));
        let done = diesel::update(given).set(set).execute(self.db);
        Ok(self.look("role_grant", done)? > 0)
    }

    /// The live roles of an account.
    pub fn grants_of(&mut self, account: AccountId) -> Result<Vec<Grant>, StoreError> {
        self.grants_page(Some(account), None, usize::MAX)
    }

    /// The next live roles by id, of one account or of all.
    pub fn grants_page(&mut self, account: Option<AccountId>, after: Option<GrantId>, limit: usize) -> Result<Vec<Grant>, StoreError> {
        let now = Ts(self.clock()?);
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let mut query = role_grant::table.filter(live!(now)).select(GrantRow::as_select()).order(role_grant::id).limit(limit).into_boxed();
        if let Some(account) = account {
            query = query.filter(role_grant::account_id.eq(Id(account.0)));
        }
        if let Some(after) = after {
            query = query.filter(role_grant::id.gt(Id(after.0)));
        }
        let rows = query.load::<GrantRow>(self.db);
        self.look("role_grant", rows)?.into_iter().map(GrantRow::into_grant).collect()
    }

    /// Everybody with a live role in a group, in the order in which the roles were given.
    pub fn members_of(&mut self, group: GroupId) -> Result<Vec<(Grant, Account)>, StoreError> {
        let now = Ts(self.clock()?);
        let rows = role_grant::table
            .inner_join(account::table.on(account::id.eq(role_grant::account_id)))
            .filter(live!(now))
            .filter(role_grant::group_id.eq(Id(group.0)))
            .order(role_grant::id)
            .select((GrantRow::as_select(), AccountRow::as_select()))
            .load::<(GrantRow, AccountRow)>(self.db);
        self.look("role_grant", rows)?.into_iter().map(|(grant, account)| Ok((grant.into_grant()?, account.into_account()?))).collect()
    }

    /// The live role of an account in a group.
    pub fn member(&mut self, group: GroupId, account: AccountId) -> Result<Option<Grant>, StoreError> {
        let now = Ts(self.clock()?);
        let row = role_grant::table
            .filter(live!(now))
            .filter(role_grant::account_id.eq(Id(account.0)))
            .filter(role_grant::group_id.eq(Id(group.0)))
            .select(GrantRow::as_select())
            .first(self.db)
            .optional();
        self.look("role_grant", row)?.map(GrantRow::into_grant).transpose()
    }

    /// How many administrators there are whose role has no end and whose accounts are not closed.
    pub fn administrators(&mut self) -> Result<usize, StoreError> {
        self.count_of(RoleKind::Administrator, None)
    }

    /// How many owners a group has whose role has no end and whose accounts are not closed.
    pub fn owners(&mut self, group: GroupId) -> Result<usize, StoreError> {
        self.count_of(RoleKind::Owner, Some(group))
    }

    fn count_of(&mut self, kind: RoleKind, group: Option<GroupId>) -> Result<usize, StoreError> {
        let mut query = role_grant::table
            .inner_join(account::table.on(account::id.eq(role_grant::account_id)))
            .filter(role_grant::taken_at.is_null())
            // Whoever is one for a while looks after nothing once it is over.
            .filter(role_grant::until.is_null())
            .filter(account::disabled_at.is_null())
            .filter(role_grant::kind.eq(kind.code()))
            .select(role_grant::account_id)
            .distinct()
            .into_boxed();
        if let Some(group) = group {
            query = query.filter(role_grant::group_id.eq(Id(group.0)));
        }
        // There are few of them, and the same person may have been given the role twice.
        let accounts = query.load::<Id>(self.db);
        Ok(self.look("role_grant", accounts)?.len())
    }

    /// Who asks with an access token: somebody with the roles that count now, if the login is live, the token is not older than the
    /// account's last change of security, and the account is not closed.
    pub fn caller_of_login(&mut self, account: AccountId, login: LoginId, security_version: i64) -> Result<Option<Person>, StoreError> {
        let now = Ts(self.clock()?);
        let mine = role_grant::account_id.eq(account::id).and(live!(now));
        let rows = login::table
            .inner_join(account::table.on(account::id.eq(login::account_id)))
            .left_join(role_grant::table.on(mine))
            .filter(login::id.eq(Id(login.0)))
            .filter(login::ended_at.is_null())
            .filter(login::idle_expires_at.gt(now))
            .filter(login::absolute_expires_at.gt(now))
            .filter(account::id.eq(Id(account.0)))
            .filter(account::security_version.eq(security_version))
            .filter(account::disabled_at.is_null())
            .order(role_grant::id)
            .select(Option::<GrantRow>::as_select())
            .load::<Option<GrantRow>>(self.db);
        let rows = self.look("login", rows)?;
        if rows.is_empty() {
            return Ok(None);
        }
        let roles = rows.into_iter().flatten().map(|row| Ok(row.into_grant()?.role)).collect::<Result<_, StoreError>>()?;
        Ok(Some(Person { account, login, roles }))
    }
}
