use super::SecretError;
use argon2::password_hash::phc::PasswordHash;
use argon2::{ARGON2ID_IDENT, Algorithm, Argon2, KeyId, Params, ParamsBuilder, PasswordHasher, PasswordVerifier, Version};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

/// Bytes of a salt.
const SALT: usize = 16;
/// Bytes of a hash.
const OUTPUT: usize = 32;
/// Stored parameters above these are not followed: one row must not be able to take the memory of the server.
const MOST: Cost = Cost { memory_kib: 65_536, passes: 6, lanes: 4 };
/// The salt of accounts that do not exist.
const NOBODY: [u8; SALT] = *b"nobody has this.";

/// What one hash costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Cost {
    memory_kib: u32,
    passes: u32,
    lanes: u32,
}

impl Cost {
    /// What OWASP and RFC 9106 call enough, and a small server can pay: 19 MiB, twice over.
    const PRESENT: Self = Self { memory_kib: 19_456, passes: 2, lanes: 1 };
    const LIGHT: Self = Self { memory_kib: 64, passes: 1, lanes: 1 };

    fn of(params: &Params) -> Self {
        Self { memory_kib: params.m_cost(), passes: params.t_cost(), lanes: params.p_cost() }
    }

    fn is_within(self, most: Self) -> bool {
        self.memory_kib <= most.memory_kib && self.passes <= most.passes && self.lanes <= most.lanes
    }
}

/// 32 bytes kept beside the database and not in it, without which its hashes cannot even be guessed at.
pub struct Pepper {
    key: Zeroizing<[u8; 32]>,
    id: [u8; 6],
}

impl Pepper {
    /// A pepper. Its id, which hashes carry, is made from it.
    pub fn new(key: [u8; 32]) -> Self {
        let digest = Sha256::new().chain_update(b"enmusubi pepper 1").chain_update(key).finalize();
        let mut id = [0; 6];
        id.copy_from_slice(&digest[..6]);
        Self { key: Zeroizing::new(key), id }
    }
}

impl std::fmt::Debug for Pepper {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Pepper(…)")
    }
}

/// What came of comparing a password.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It is the right one.
    Right {
        /// Its hash is weaker than today's: make a new one while the password is at hand.
        outdated: bool,
    },
    /// It is not, or there is none to compare it with.
    Wrong,
}

/// Hashes passwords with Argon2id and compares them. Slow by intention: run it off the async threads, and only so many at a time.
#[derive(Debug)]
pub struct Hasher {
    cost: Cost,
    pub(super) peppers: Vec<Pepper>,
}

impl Hasher {
    /// A hasher of the present cost. The first pepper goes into new hashes; the others are known for older ones. None is fine, too.
    pub fn new(peppers: Vec<Pepper>) -> Self {
        Self { cost: Cost::PRESENT, peppers }
    }

    /// For tests only: hardly any work, hardly any protection.
    pub fn light() -> Self {
        Self { cost: Cost::LIGHT, peppers: vec![] }
    }

    /// The hash of a new password, as a PHC string.
    pub fn hash(&self, password: &str) -> Result<String, SecretError> {
        let mut salt = [0; SALT];
        getrandom::fill(&mut salt).map_err(|_| SecretError::NoRandomness)?;
        let argon2 = self.present().map_err(|_| SecretError::NoMemory)?;
        let hash = argon2.hash_password_with_salt(password.as_bytes(), &salt).map_err(|_| SecretError::NoMemory)?;
        Ok(hash.to_string())
    }

    /// Compares a password with what is stored.
    ///
    /// Where nothing is stored (nobody has this address, or there is no password), or nothing that may be followed, it takes as long all the same:
    /// the time of an answer does not tell who has an account.
    pub fn verify(&self, password: &str, phc: Option<&str>) -> Verdict {
        let Some(stored) = phc.and_then(|phc| self.read(phc)) else {
            self.pretend(password);
            return Verdict::Wrong;
        };
        match stored.argon2.verify_password(password.as_bytes(), &stored.hash) {
            Ok(()) => Verdict::Right { outdated: stored.outdated },
            Err(_) => Verdict::Wrong,
        }
    }

    /// Argon2 as new hashes are made.
    fn present(&self) -> argon2::Result<Argon2<'_>> {
        let Cost { memory_kib, passes, lanes } = self.cost;
        let pepper = self.peppers.first();
        let mut params = ParamsBuilder::new();
        params.m_cost(memory_kib).t_cost(passes).p_cost(lanes).output_len(OUTPUT);
        if let Some(pepper) = pepper {
            params.keyid(KeyId::new(&pepper.id)?);
        }
        context(pepper, params.build()?)
    }

    fn pretend(&self, password: &str) {
        let mut output = [0; OUTPUT];
        let done = self.present().map(|argon2| argon2.hash_password_into(password.as_bytes(), &NOBODY, &mut output));
        // Otherwise the compiler may see that nobody looks at the result, and leave out the work.
        std::hint::black_box((done.is_ok(), output));
    }

    /// Reads what is stored: Argon2id in its last version, at a bearable cost, with a pepper that is known here.
    fn read(&self, phc: &str) -> Option<Stored<'_>> {
        let hash = PasswordHash::new(phc).ok()?;
        let params = Params::try_from(&hash).ok()?;
        let cost = Cost::of(&params);
        let (salt, output) = (hash.salt?.len(), hash.hash?.len());
        let is_ours = hash.algorithm == ARGON2ID_IDENT && hash.version == Some(Version::V0x13.into()) && params.data().is_empty();
        if !is_ours || !cost.is_within(MOST) || output < 16 {
            tracing::warn!("a stored password hash is of a form that is not followed");
            return None;
        }
        let pepper = match params.keyid() {
            [] => None,
            id => {
                let known = self.peppers.iter().find(|p| p.id == id);
                if known.is_none() {
                    tracing::warn!("a stored password hash needs a pepper that is not known here");
                    return None;
                }
                known
            }
        };
        let weaker = cost.memory_kib < self.cost.memory_kib || cost.passes < self.cost.passes || salt < SALT || output < OUTPUT;
        let outdated = weaker || pepper.map(|p| p.id) != self.peppers.first().map(|p| p.id);
        Some(Stored { argon2: context(pepper, params).ok()?, hash, outdated })
    }
}

/// A stored hash that may be followed.
struct Stored<'a> {
    argon2: Argon2<'a>,
    hash: PasswordHash,
    outdated: bool,
}

fn context(pepper: Option<&Pepper>, params: Params) -> argon2::Result<Argon2<'_>> {
    match pepper {
        Some(pepper) => Argon2::new_with_secret(pepper.key.as_slice(), Algorithm::Argon2id, Version::V0x13, params),
        None => Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params)),
    }
}
