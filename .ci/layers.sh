#!/usr/bin/env bash
# Imports go down only. Cargo forbids circles; this forbids what cargo would allow.
set -euo pipefail
cd "$(dirname "$0")/.."

# Whether a package has another among its normal dependencies, however deep.
has() {
  local all
  all=$(cargo tree --quiet --edges normal -p "$1" --prefix none --format '{p}')
  cut -d' ' -f1 <<<"$all" | grep -x "$2" >/dev/null
}

# The guard must be able to see: if these fail, it is blind and its silence means nothing.
has enmusubi-persistence diesel || { echo "layers: the control failed: diesel was not seen below persistence"; exit 1; }
has enmusubi-http actix-web || { echo "layers: the control failed: actix-web was not seen below http"; exit 1; }

wrong=0
forbid() { if has "$1" "$2"; then echo "layers: $1 must not know $2"; wrong=1; fi; }
for crate in diesel tantivy actix-web serde serde_json tokio enmusubi-persistence enmusubi-search enmusubi-http enmusubi; do
  [ "$crate" = serde ] || forbid enmusubi-domain "$crate"
done
for crate in tantivy actix-web tokio enmusubi-search enmusubi-http enmusubi; do forbid enmusubi-persistence "$crate"; done
for crate in diesel actix-web enmusubi-persistence enmusubi-http enmusubi; do forbid enmusubi-search "$crate"; done
forbid enmusubi-http enmusubi

# The ground reads no clock and does no I/O.
if grep -rnE 'Utc::now|Local::now|SystemTime|Instant::now|std::(fs|net|io|env)::' crates/domain/src; then
  echo "layers: the ground must not read clocks, files or the environment"; wrong=1
fi
exit $wrong
