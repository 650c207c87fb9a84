//! Identifiers that cannot be confused with one another: UUIDv7, so that they sort by time of birth.

use uuid::Uuid;

/// A well-spread 64-bit mix (the finaliser of SplitMix64): deterministic everywhere, no secret in it.
pub fn mix(mut z: u64) -> u64 {
    z = z.wrapping_add(0x9E37_79B9_7F4A_7C15);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

/// A UUIDv7 made from a fixed birth time and a name: the same name gives the same id.
///
/// For reproducible cities only (demo town, samples); real things get a fresh id.
fn derived(born_ms: u64, name: &str) -> Uuid {
    let mut a = mix(born_ms ^ 0x656e_6d75);
    let mut b = mix(a ^ 0x7375_6269);
    for byte in name.bytes() {
        a = mix(a ^ u64::from(byte));
        b = mix(b.rotate_left(9) ^ u64::from(byte) ^ a);
    }
    let mut bytes = [0u8; 10];
    bytes[..8].copy_from_slice(&a.to_be_bytes());
    bytes[8..].copy_from_slice(&b.to_be_bytes()[..2]);
    uuid::Builder::from_unix_timestamp_millis(born_ms, &bytes).into_uuid()
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(pub Uuid);

        impl $name {
            /// A fresh id.
            pub fn new() -> Self {
                Self(Uuid::now_v7())
            }

            /// The id of a reproducible thing: the same birth time (milliseconds since 1970) and name give the same id.
            pub fn derived(born_ms: u64, name: &str) -> Self {
                Self(derived(born_ms, name))
            }
        }

        impl Default for $name {
            fn default() -> Self {
                Self::new()
            }
        }

        impl From<$name> for Uuid {
            fn from(id: $name) -> Self {
                id.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = uuid::Error;
            fn from_str(s: &str) -> Result<Self, Self::Err> {
                Uuid::try_parse(s).map(Self)
            }
        }
    )*};
}

ids! {
    /// A group.
    GroupId;
    /// An opportunity.
    OpportunityId;
    /// One dated occurrence of an opportunity.
    SessionId;
    /// A version of the ranking policy.
    PolicyId;
    /// Somebody's account.
    AccountId;
    /// One signed-in device.
    LoginId;
    /// A role somebody was given.
    GrantId;
    /// A server or a front end that calls for itself.
    ClientId;
    /// One of a client's secrets.
    SecretId;
    /// A company.
    CompanyId;
    /// An invitation into a group.
    InvitationId;
    /// One volunteer's wish for one opportunity.
    ApplicationId;
    /// A message within an application.
    MessageId;
    /// What really happened: one person at one session.
    ParticipationId;
    /// A certificate of participations.
    CertificateId;
    /// One act of showing one person's contact to one group.
    DisclosureId;
    /// Something somebody agreed to.
    ConsentId;
    /// A guardian's tie to a minor.
    GuardianshipId;
    /// Something somebody must know.
    NoticeId;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_name_gives_the_same_id_and_another_name_another() {
        let (a, b) = (GroupId::derived(1_700_000_000_000, "a"), GroupId::derived(1_700_000_000_000, "b"));
        assert_eq!(a, GroupId::derived(1_700_000_000_000, "a"));
        assert_ne!(a, b);
        assert_eq!(a.0.get_version_num(), 7);
    }
}
