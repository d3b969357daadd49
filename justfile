# What CONTRIBUTING.md names, by shorter names: `just` lists them.

default:
    @just --list

# Run all tests but those that fetch or build something else.
test:
    cargo test

# Run everything that a clean machine runs.
ci:
    bash .ci/run

# Make the compiled rules, the pages of rules and profiles, and the schema anew.
rules:
    SNAPSHOTS=overwrite cargo test --test generated --test schema

# Rewrite the recorded cases of the command line; read them before you commit.
cases:
    TRYCMD=overwrite cargo test --test cli

# List the public items anew.
api:
    SNAPSHOTS=overwrite cargo test --test api the_public -- --ignored

# Count instructions, and how they grow with the input.
instructions:
    cargo bench --bench instructions

# Time each stage and the process.
stages:
    cargo bench --bench stages

# Lint notes of up to 100 MB.
large:
    cargo test --release --test large

# Hold the dependencies against deny.toml.
deny:
    cargo deny check licenses bans sources

# Hold a session in a real Neovim.
neovim:
    cargo test --test neovim -- --ignored

# Build the page (web/dist/index.html) and the npm package, and test both.
page:
    cargo test --test web -- --ignored --nocapture

# Send hostile messages to the language server for ten minutes.
hostile:
    STAR_LINT_SECONDS=600 cargo test --test server_hostile -- --ignored

# Measure beside other linters.
peers:
    cargo build --release
    benches/peers.py

# Fuzz one target: parse, check, rules, fix or report.
fuzz target:
    cargo +nightly fuzz run {{target}} -- -max_len=4096
