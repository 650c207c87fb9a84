//! Clients and their secrets. A secret is known by its hash only; whether it is live is decided by the database's clock.

use crate::columns::{Id, Json, Reading, Ts, maybe_text, micros, text};
use crate::error::StoreError;
use crate::schema::{client, client_secret, group, opportunity};
use crate::tx::{Tx, Written};
use chrono::TimeDelta;
use diesel::prelude::*;
use enmusubi_domain::client::{Client, ClientDetails, ClientKind, ClientSecret, Scope};
use enmusubi_domain::id::{ClientId, CompanyId, SecretId};

/// A row of the table. When it was last used is written by [`Tx::touch_client`] only.
#[derive(Debug, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = client, treat_none_as_default_value = false, treat_none_as_null = true)]
struct ClientRow {
    id: Id,
    version: i64,
    kind: String,
    name: String,
    scopes: Json,
    company_id: Option<Id>,
    source: Option<String>,
    origins: Json,
    requests_per_minute: i64,
    used_at: Option<Ts>,
    revoked_at: Option<Ts>,
    created_at: Ts,
    updated_at: Ts,
}

impl ClientRow {
    fn of(client: &Client) -> Result<Self, StoreError> {
        let d = &client.details;
        Ok(Self {
            id: Id(client.id.0),
            version: 1,
            kind: client.kind.code().into(),
            name: text(&d.name)?,
            scopes: Json::of(&d.scopes.iter().map(|s| s.code()).collect::<Vec<_>>())?,
            company_id: d.company.map(|c| Id(c.0)),
            source: maybe_text(d.source.as_ref())?,
            origins: Json::texts(&d.origins)?,
            requests_per_minute: i64::from(d.requests_per_minute),
            used_at: client.used_at.map(Ts::of),
            revoked_at: client.revoked_at.map(Ts::of),
            created_at: Ts::of(client.created_at),
            updated_at: Ts::of(client.updated_at),
        })
    }

    fn into_client(self) -> Result<Client, StoreError> {
        let r = Reading::new("client", self.id.0);
        Ok(Client {
            id: ClientId(self.id.0),
            version: self.version,
            kind: r.word("kind", &self.kind, ClientKind::parse)?,
            details: ClientDetails {
                scopes: r.words("scopes", &self.scopes, Scope::parse)?,
                origins: r.doc("origins", &self.origins)?,
                requests_per_minute: r.number("requests_per_minute", self.requests_per_minute)?,
                company: self.company_id.map(|c| CompanyId(c.0)),
                name: self.name,
                source: self.source,
            },
            used_at: self.used_at.map(|t| t.0),
            revoked_at: self.revoked_at.map(|t| t.0),
            created_at: self.created_at.0,
            updated_at: self.updated_at.0,
        })
    }
}

/// What may be read of a secret's row: everything but the hash.
#[derive(Debug, Queryable, Selectable)]
#[diesel(table_name = client_secret)]
struct SecretRow {
    id: Id,
    client_id: Id,
    hint: String,
    created_at: Ts,
    expires_at: Ts,
    revoked_at: Option<Ts>,
}

impl SecretRow {
    fn into_secret(self) -> ClientSecret {
        ClientSecret {
            id: SecretId(self.id.0),
            client: ClientId(self.client_id.0),
            hint: self.hint,
            created_at: self.created_at.0,
            expires_at: self.expires_at.0,
            revoked_at: self.revoked_at.map(|t| t.0),
        }
    }
}

impl Tx<'_> {
    /// A client.
    pub fn client(&mut self, id: ClientId) -> Result<Option<Client>, StoreError> {
        let found = client::table.filter(client::id.eq(Id(id.0))).select(ClientRow::as_select()).first::<ClientRow>(self.db).optional();
        self.look("client", found)?.map(ClientRow::into_client).transpose()
    }

    /// The next clients by id: all, or only those of some companies.
    pub fn clients_page(&mut self, companies: Option<&[CompanyId]>, after: Option<ClientId>, limit: usize) -> Result<Vec<Client>, StoreError> {
        let mut query = client::table.select(ClientRow::as_select()).order(client::id).limit(i64::try_from(limit).unwrap_or(i64::MAX)).into_boxed();
        if let Some(companies) = companies {
            query = query.filter(client::company_id.eq_any(companies.iter().map(|id| Id(id.0)).collect::<Vec<_>>()));
        }
        if let Some(after) = after {
            query = query.filter(client::id.gt(Id(after.0)));
        }
        let rows = query.load::<ClientRow>(self.db);
        self.look("client", rows)?.into_iter().map(ClientRow::into_client).collect()
    }

    /// Enters a client.
    pub fn insert_client(&mut self, client: &Client) -> Result<(), StoreError> {
        let done = diesel::insert_into(client::table).values(&ClientRow::of(client)?).execute(self.db);
        self.look("client", done).map(drop)
    }

    /// Writes what is different about a client; enters one that is new. `version`, `used_at` and `created_at` are the store's own.
    pub fn put_client(&mut self, client: &Client) -> Result<Written, StoreError> {
        let Some(stands) = self.client(client.id)? else {
            return self.insert_client(client).map(|()| Written::Created);
        };
        let wanted = Client {
            version: stands.version,
            used_at: stands.used_at,
            revoked_at: client.revoked_at.map(micros),
            created_at: stands.created_at,
            updated_at: stands.updated_at,
            ..client.clone()
        };
        if wanted == stands {
            return Ok(Written::Unchanged);
        }
        let row = ClientRow { version: stands.version, ..ClientRow::of(&Client { updated_at: client.updated_at, ..wanted })? };
        let done = diesel::update(client::table.filter(client::id.eq(row.id))).set(&row).execute(self.db);
        self.look("client", done).map(|_| Written::Updated)
    }

    /// Notes that a client was seen, at most once a minute. It is no change: the version stays.
    pub fn touch_client(&mut self, id: ClientId) -> Result<(), StoreError> {
        let now = self.clock()?;
        let stale = client::used_at.is_null().or(client::used_at.lt(Ts::of(now - TimeDelta::minutes(1))));
        let done = diesel::update(client::table.filter(client::id.eq(Id(id.0))).filter(stale)).set(client::used_at.eq(Some(Ts(now)))).execute(self.db);
        self.look("client", done).map(drop)
    }

    /// The origins of every client that was not revoked and may be used from a browser.
    pub fn live_origins(&mut self) -> Result<Vec<(ClientId, Vec<String>)>, StoreError> {
        let rows = client::table.filter(client::revoked_at.is_null()).order(client::id).select((client::id, client::origins)).load::<(Id, Json)>(self.db);
        let mut live = vec![];
        for (id, origins) in self.look("client", rows)? {
            let origins: Vec<String> = Reading::new("client", id.0).doc("origins", &origins)?;
            if !origins.is_empty() {
                live.push((ClientId(id.0), origins));
            }
        }
        Ok(live)
    }

    /// Whether any group or opportunity came from a source of this name: whoever were given the name would be given them too.
    pub fn source_is_used(&mut self, name: &str) -> Result<bool, StoreError> {
        let found = group::table.filter(group::source_name.eq(name)).select(group::id).first::<Id>(self.db).optional();
        if self.look("group", found)?.is_some() {
            return Ok(true);
        }
        let found = opportunity::table.filter(opportunity::source_name.eq(name)).select(opportunity::id).first::<Id>(self.db).optional();
        Ok(self.look("opportunity", found)?.is_some())
    }

    /// Keeps a secret's hash.
    pub fn insert_client_secret(&mut self, secret: &ClientSecret, hash: &[u8; 32]) -> Result<(), StoreError> {
        let row = (
            client_secret::id.eq(Id(secret.id.0)),
            client_secret::client_id.eq(Id(secret.client.0)),
            client_secret::hash.eq(hash.to_vec()),
            client_secret::hint.eq(text(&secret.hint)?),
            client_secret::created_at.eq(Ts::of(secret.created_at)),
            client_secret::expires_at.eq(Ts::of(secret.expires_at)),
            client_secret::revoked_at.eq(secret.revoked_at.map(Ts::of)),
        );
        let done = diesel::insert_into(client_secret::table).values(row).execute(self.db);
        self.look("client_secret", done).map(drop)
    }

    /// The secrets of a client, those that ended included, oldest first.
    pub fn client_secrets(&mut self, client: ClientId) -> Result<Vec<ClientSecret>, StoreError> {
        let mine = client_secret::table.filter(client_secret::client_id.eq(Id(client.0)));
        let rows = mine.order((client_secret::created_at, client_secret::id)).select(SecretRow::as_select()).load::<SecretRow>(self.db);
        Ok(self.look("client_secret", rows)?.into_iter().map(SecretRow::into_secret).collect())
    }

    /// Takes a secret back; answers whether there was one to take.
    pub fn revoke_client_secret(&mut self, id: SecretId) -> Result<bool, StoreError> {
        let now = Ts(self.clock()?);
        let standing = client_secret::table.filter(client_secret::id.eq(Id(id.0))).filter(client_secret::revoked_at.is_null());
        let done = diesel::update(standing).set(client_secret::revoked_at.eq(Some(now))).execute(self.db);
        self.look("client_secret", done).map(|n| n > 0)
    }

    /// The client whose secret has this hash, and what may be known of the secret; only while both are live.
    pub fn client_by_secret(&mut self, hash: &[u8; 32]) -> Result<Option<(Client, ClientSecret)>, StoreError> {
        let now = Ts(self.clock()?);
        let live = client_secret::table
            .inner_join(client::table.on(client::id.eq(client_secret::client_id)))
            .filter(client_secret::hash.eq(hash.to_vec()))
            .filter(client_secret::revoked_at.is_null())
            .filter(client_secret::expires_at.gt(now))
            .filter(client::revoked_at.is_null());
        let found = live.select((ClientRow::as_select(), SecretRow::as_select())).first::<(ClientRow, SecretRow)>(self.db).optional();
        let found = self.look("client_secret", found)?;
        found.map(|(client, secret)| Ok((client.into_client()?, secret.into_secret()))).transpose()
    }
}
