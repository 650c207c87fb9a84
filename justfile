# One word for each need. A convenience: the README's commands are plain cargo.

# What there is
default:
    @just --list

# The demo town on http://127.0.0.1:8080/
run:
    cargo run --release -- serve --demo

# Every test that needs nothing but the toolchain
test:
    cargo test --workspace

# Exactly what CI runs
check:
    .ci/run

# Write api-spec/openapi.json anew, then look at the difference
openapi:
    ENMUSUBI_WRITE_OPENAPI=1 cargo test -p enmusubi-http --test stories openapi
    git diff --stat -- api-spec/openapi.json

# Write docs/access.md anew, then look at the difference
access:
    ENMUSUBI_WRITE_ACCESS=1 cargo test -p enmusubi-http --test stories the_table_is_written_down
    git diff --stat -- docs/access.md

# Write .env.example anew
env:
    ENMUSUBI_WRITE_ENV_EXAMPLE=1 cargo test -p enmusubi --lib env_example

# The twin directories of a new migration
migration NAME:
    mkdir -p migrations/sqlite/$(date +%F)-000000_{{NAME}} migrations/postgres/$(date +%F)-000000_{{NAME}}
    touch migrations/{sqlite,postgres}/$(date +%F)-000000_{{NAME}}/{up,down}.sql

# The benches, smallest size first (docs/benchmarks.md)
bench:
    cargo bench -p enmusubi

# Fuzz the contract of a running demo with schemathesis
fuzz:
    .ci/schemathesis.sh
