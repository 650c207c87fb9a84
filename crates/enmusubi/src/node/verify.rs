use enmusubi_domain::group::Standing;
use enmusubi_domain::id::OpportunityId;
use enmusubi_domain::opportunity::State;
use enmusubi_persistence::{Kind, Store, StoreError};
use enmusubi_search::{Key, TextIndex};
use std::collections::HashMap;

/// One thing about which index and database disagree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// Which thing.
    pub key: Key,
    /// Its version in the database; nothing if it is not there, or not public.
    pub database: Option<i64>,
    /// Its version in the index; nothing if it is not there.
    pub index: Option<i64>,
}

/// Compares every id and version, both ways. Answers how many were compared, and the differences.
pub fn verify(store: &Store, text: &TextIndex) -> Result<(usize, Vec<Difference>), StoreError> {
    let mut indexed: HashMap<Key, i64> = text.versions().into_iter().collect();
    let (mut compared, mut differences) = (0, vec![]);
    for kind in [Kind::Group, Kind::Opportunity] {
        let mut last = None;
        loop {
            let page = store.read(|tx| tx.versions_after(kind, last, 5_000))?;
            let Some((end, _)) = page.last().copied() else { break };
            last = Some(end);
            for (id, version) in page {
                let key = match kind {
                    Kind::Group => Key::Group(enmusubi_domain::id::GroupId(id)),
                    _ => Key::Opportunity(OpportunityId(id)),
                };
                compared += 1;
                let index = indexed.remove(&key);
                if index != Some(version) && !(index.is_none() && is_hidden(store, &key)?) {
                    differences.push(Difference { key, database: Some(version), index });
                }
            }
        }
    }
    differences.extend(indexed.into_iter().map(|(key, version)| Difference { key, database: None, index: Some(version) }));
    Ok((compared, differences))
}

/// Drafts, and what belongs to a group that is out of public view, are in no index.
fn is_hidden(store: &Store, key: &Key) -> Result<bool, StoreError> {
    store.read(|tx| {
        let group = match key {
            Key::Group(id) => *id,
            Key::Opportunity(id) => match tx.opportunity(*id)? {
                Some(opportunity) if opportunity.state != State::Draft => opportunity.group,
                _ => return Ok(true),
            },
        };
        Ok(tx.group(group)?.is_none_or(|g| g.standing != Standing::Active))
    })
}
