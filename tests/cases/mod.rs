//! How many cases a property is tried with: a hundred, or as many as `PROPTEST_CASES` says.

use proptest::test_runner::Config;

pub fn config() -> Config {
    let asked = std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok());
    Config { cases: asked.unwrap_or(100), failure_persistence: None, ..Config::default() }
}
