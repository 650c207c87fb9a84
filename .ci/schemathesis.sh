#!/usr/bin/env bash
# Fuzzes the contract of a running demo with schemathesis, as nobody and as people of several roles: no server error, no answer the document
# does not know, nothing that needs an account without one.
#
#   .ci/schemathesis.sh [examples per operation, default 25]
#
# Needs python3 with venv and a PyPI mirror; takes a few minutes.
set -euo pipefail
cd "$(dirname "$0")/.."

examples=${1:-25}
scratch=$(mktemp -d)
service=
cleanup() {
  [ -z "$service" ] || kill "$service" 2>/dev/null || true
  rm -rf "$scratch"
}
trap cleanup EXIT

python3 -m venv "$scratch/venv"
"$scratch/venv/bin/pip" install --quiet --disable-pip-version-check 'schemathesis==4.32.5'

program=${ENMUSUBI_PROGRAM:-}
if [ -z "$program" ]; then
  cargo build --quiet -p enmusubi
  program="${CARGO_TARGET_DIR:-target}/debug/enmusubi"
fi
"$program" --data-dir "$scratch/data" serve --demo --listen 127.0.0.1:0 --requests-per-minute 10000000 >"$scratch/said" 2>"$scratch/log" &
service=$!
for _ in $(seq 600); do
  grep -q '^ *curl ' "$scratch/said" && break
  kill -0 "$service" 2>/dev/null || { cat "$scratch/said" "$scratch/log"; echo "schemathesis: the demo did not start"; exit 1; }
  sleep 0.2
done
url=$(grep -o 'http://127.0.0.1:[0-9]*' "$scratch/said" | head -n 1)
[ -n "$url" ] || { echo "schemathesis: no address in what the demo said"; exit 1; }

# A token of a role of the demo; it lasts ten minutes, longer than a round.
token() {
  "$scratch/venv/bin/python" - "$url" "$scratch/data/demo-accounts.json" "$1" <<'PYTHON'
import json, sys, urllib.parse, urllib.request
url, file, role = sys.argv[1:]
account = next(a for a in json.load(open(file)) if a["role"] == role)
if "client_id" in account:
    form = {"grant_type": "client_credentials", "client_id": account["client_id"], "client_secret": account["client_secret"]}
    request = urllib.request.Request(url + "/oauth2/token", urllib.parse.urlencode(form).encode())
else:
    body = json.dumps({"email": account["email"], "password": account["password"]}).encode()
    request = urllib.request.Request(url + "/v1/logins", body, {"Content-Type": "application/json"})
print(json.load(urllib.request.urlopen(request))["access_token"])
PYTHON
}

# 401 and 403 come before a body is looked at. 431 is how headers that are too long are refused; schemathesis does not think of it by itself.
cat >"$scratch/schemathesis.toml" <<'TOML'
[checks]
negative_data_rejection.expected-statuses = [400, 401, 403, 404, 405, 406, 408, 413, 414, 412, 415, 422, 428, 429, 431]
missing_required_header.expected-statuses = [400, 401, 403, 406, 415, 422, 428, 429]
TOML

# Not asked: that every request the schema allows is accepted. Codes are the city's own data, cursors are sealed, and rules of the domain
# refuse; no schema can say that. Left out: the calls that would end the fuzzer's own login.
cat >"$scratch/hooks.py" <<'PYTHON'
import json
import schemathesis

@schemathesis.serializer("application/x-ndjson")
def lines(context, value):
    return (value if isinstance(value, str) else json.dumps(value)).encode("utf-8", "surrogatepass")
PYTHON
failed=
unasked=positive_data_acceptance
round() {
  (cd "$scratch" && SCHEMATHESIS_HOOKS=hooks PYTHONPATH="$scratch" \
    "$scratch/venv/bin/schemathesis" --config-file "$scratch/schemathesis.toml" run "$url/openapi.json" \
    --checks all --exclude-checks "$unasked" --exclude-operation-id end_my_logins --exclude-operation-id end_my_login \
    --phases examples,coverage,fuzzing --seed 1 --continue-on-failure --no-color "$@") || failed="$failed $who"
}
who=nobody
echo "as $who"
round --max-examples "$examples"
for who in admin owner partner; do
  echo "as $who"
  round --max-examples "$((examples / 5 + 1))" --header "Authorization: Bearer $(token "$who")" --exclude-operation-id push_partner_opportunities
done
# Of many rows each has an outcome of its own: one that is wrong is answered with 200, and named.
unasked=positive_data_acceptance,negative_data_rejection
echo "as $who, many rows at once"
round --max-examples "$examples" --header "Authorization: Bearer $(token "$who")" --include-operation-id push_partner_opportunities

kill -0 "$service" 2>/dev/null || { cat "$scratch/log"; echo "schemathesis: the demo died"; exit 1; }
if grep -E 'panicked|ERROR' "$scratch/log"; then echo "schemathesis: the demo logged errors"; exit 1; fi
[ -z "$failed" ] || { echo "schemathesis: failed as$failed"; exit 1; }
