use enmusubi_domain::certificate::{Certificate, canonical};
use enmusubi_domain::id::ParticipationId;
use enmusubi_domain::participation::Participation;
use sha2::{Digest, Sha256};
use std::collections::HashMap;

/// SHA-256 of what lines certify.
pub fn digest(lines: &[&Participation]) -> [u8; 32] {
    Sha256::digest(canonical(lines).as_bytes()).into()
}

/// Whether something a certificate shows was corrected since it was made. Lines that are kept no longer can be compared with nothing: they were not
/// corrected but forgotten.
pub fn is_superseded(certificate: &Certificate, lines: &[Participation]) -> bool {
    let by_id: HashMap<ParticipationId, &Participation> = lines.iter().map(|line| (line.id, line)).collect();
    let found: Vec<&Participation> = certificate.participations.iter().filter_map(|id| by_id.get(id).copied()).collect();
    found.len() == certificate.participations.len() && digest(&found) != certificate.digest
}
