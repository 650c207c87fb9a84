//! Companies.

use crate::columns::{Id, Ts, text};
use crate::error::StoreError;
use crate::schema::company;
use crate::tx::{Tx, Written};
use diesel::prelude::*;
use enmusubi_domain::company::Company;
use enmusubi_domain::id::CompanyId;

/// A row of the table.
#[derive(Debug, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = company)]
struct CompanyRow {
    id: Id,
    version: i64,
    name: String,
    created_at: Ts,
    updated_at: Ts,
}

impl CompanyRow {
    fn of(company: &Company) -> Result<Self, StoreError> {
        Ok(Self {
            id: Id(company.id.0),
            version: 1,
            name: text(&company.name)?,
            created_at: Ts::of(company.created_at),
            updated_at: Ts::of(company.updated_at),
        })
    }

    fn into_company(self) -> Company {
        Company { id: CompanyId(self.id.0), version: self.version, name: self.name, created_at: self.created_at.0, updated_at: self.updated_at.0 }
    }
}

impl Tx<'_> {
    /// A company.
    pub fn company(&mut self, id: CompanyId) -> Result<Option<Company>, StoreError> {
        let found = company::table.filter(company::id.eq(Id(id.0))).select(CompanyRow::as_select()).first::<CompanyRow>(self.db).optional();
        Ok(self.look("company", found)?.map(CompanyRow::into_company))
    }

    /// The next companies by id: all, or only some.
    pub fn companies_page(&mut self, only: Option<&[CompanyId]>, after: Option<CompanyId>, limit: usize) -> Result<Vec<Company>, StoreError> {
        let mut query = company::table.select(CompanyRow::as_select()).order(company::id).limit(i64::try_from(limit).unwrap_or(i64::MAX)).into_boxed();
        if let Some(only) = only {
            query = query.filter(company::id.eq_any(only.iter().map(|id| Id(id.0)).collect::<Vec<_>>()));
        }
        if let Some(after) = after {
            query = query.filter(company::id.gt(Id(after.0)));
        }
        let rows = query.load::<CompanyRow>(self.db);
        Ok(self.look("company", rows)?.into_iter().map(CompanyRow::into_company).collect())
    }

    /// Enters a company.
    pub fn insert_company(&mut self, company: &Company) -> Result<(), StoreError> {
        let done = diesel::insert_into(company::table).values(&CompanyRow::of(company)?).execute(self.db);
        self.look("company", done).map(drop)
    }

    /// Writes what is different about a company; enters one that is new. `version` and `created_at` are the store's own.
    pub fn put_company(&mut self, company: &Company) -> Result<Written, StoreError> {
        let Some(stands) = self.company(company.id)? else {
            return self.insert_company(company).map(|()| Written::Created);
        };
        if stands.name == company.name {
            return Ok(Written::Unchanged);
        }
        let row = CompanyRow { version: stands.version, created_at: Ts::of(stands.created_at), ..CompanyRow::of(company)? };
        let done = diesel::update(company::table.filter(company::id.eq(row.id))).set(&row).execute(self.db);
        self.look("company", done).map(|_| Written::Updated)
    }
}
