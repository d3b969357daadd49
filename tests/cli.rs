//! The real binary on real files: each file in `tests/cmd` and each console block of the README and the docs is
//! run, and what it prints must be what is written there. `TRYCMD=overwrite cargo test --test cli` rewrites them.

#[test]
fn cases() {
    trycmd::TestCases::new().case("tests/cmd/*.trycmd").case("README.md").case("docs/*.md").case("examples/README.md");
}
