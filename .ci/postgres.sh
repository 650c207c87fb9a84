#!/usr/bin/env bash
# A PostgreSQL server to throw away, for the stories that are told to both databases.
#
#   .ci/postgres.sh start DIR    makes a server in DIR (new or empty) and prints its address, alone, on standard output
#   .ci/postgres.sh stop DIR     ends it and removes DIR
#
# Works as root (the server then runs as the user postgres) and as an ordinary user. Where no server programs are found, root on a
# system with apt-get gets them installed; anybody else is told.
set -euo pipefail

say() { echo "postgres.sh: $*" >&2; }
fail() { say "$*"; exit 1; }

[ $# -eq 2 ] || fail "usage: postgres.sh start|stop DIR"
action=$1
[ "$action" != start ] || mkdir -p "$2"
dir=$(cd "$2" && pwd) || fail "there is no folder $2"

find_programs() {
  local bin
  bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -t/ -k5 -V | tail -n 1)
  if [ -z "$bin" ] && command -v initdb >/dev/null 2>&1; then bin=$(dirname "$(command -v initdb)"); fi
  [ -n "$bin" ] && [ -x "$bin/initdb" ] && [ -x "$bin/pg_ctl" ] && echo "$bin"
}

programs() {
  find_programs && return 0
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    say "installing postgresql"
    # The package would start a server of its own on port 5432; nobody needs that one.
    mkdir -p /etc/postgresql-common
    grep -qs '^create_main_cluster' /etc/postgresql-common/createcluster.conf || echo 'create_main_cluster = false' >> /etc/postgresql-common/createcluster.conf
    (apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends postgresql) >&2 || fail "installing postgresql failed"
    find_programs && return 0
  fi
  fail "no PostgreSQL server programs found: install the package postgresql (initdb, pg_ctl) first"
}

# The server refuses to run as root.
as_server() { if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi; }

case "$action" in
  start)
    [ -z "$(ls -A "$dir")" ] || fail "$dir is not empty"
    bin=$(programs)
    password=$(od -An -N12 -tx1 /dev/urandom | tr -d ' \n')
    if [ "$(id -u)" = 0 ]; then
      chown postgres "$dir"
      as_server test -w "$dir" || fail "the user postgres cannot reach $dir: choose one below /tmp"
    fi
    # shellcheck disable=SC2016
    printf '%s\n' "$password" | as_server sh -c 'umask 077 && cat > "$1/password"' sh "$dir"
    as_server "$bin/initdb" -D "$dir/data" -U enmusubi -A scram-sha-256 --pwfile="$dir/password" -E UTF8 --locale=C --no-sync >"$dir/initdb.log" 2>&1 \
      || { cat "$dir/initdb.log" >&2; fail "initdb failed"; }
    # Nothing here outlives the tests: no need to wait for the disk.
    for _ in $(seq 20); do
      port=$((20000 + RANDOM % 30000))
      options="-c listen_addresses=127.0.0.1 -c port=$port -c unix_socket_directories= -c max_connections=300 -c fsync=off -c full_page_writes=off -c logging_collector=off"
      if as_server "$bin/pg_ctl" -D "$dir/data" -l "$dir/data/server.log" -w -t 30 -o "$options" start >/dev/null 2>&1; then
        echo "postgres://enmusubi:$password@127.0.0.1:$port/postgres"
        exit 0
      fi
    done
    cat "$dir/data/server.log" >&2
    fail "the server does not start"
    ;;
  stop)
    [ -f "$dir/password" ] && [ -d "$dir/data" ] || fail "$dir was not made by this script"
    if [ -f "$dir/data/postmaster.pid" ]; then
      bin=$(programs)
      as_server "$bin/pg_ctl" -D "$dir/data" -m immediate -w stop >/dev/null || fail "the server in $dir does not stop"
    fi
    rm -rf "$dir"
    ;;
  *) fail "usage: postgres.sh start|stop DIR" ;;
esac
