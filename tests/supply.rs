//! What star-lint is built from: no network code, nothing that needs a newer compiler than it says, no build script, and a
//! reason for every dependency.

mod common;

use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

fn cargo(args: &[&str]) -> String {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".into());
    let output = Command::new(cargo).current_dir(env!("CARGO_MANIFEST_DIR")).args(args).output().expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("UTF-8")
}

/// The crates of the binary, on every system.
fn crates() -> BTreeSet<String> {
    let tree = cargo(&[
        "tree",
        "--locked",
        "--edges",
        "normal,build",
        "--target",
        "all",
        "--prefix",
        "none",
        "--format",
        "{p}",
    ]);
    tree.lines().filter_map(|line| line.split_whitespace().next()).map(str::to_owned).collect()
}

#[test]
fn no_network_code() {
    let crates = crates();
    assert!(crates.contains("clap") && crates.len() > 40, "{crates:?}");
    let known = [
        "async-std",
        "attohttpc",
        "curl",
        "curl-sys",
        "h2",
        "h3",
        "http",
        "hyper",
        "isahc",
        "mio",
        "minreq",
        "native-tls",
        "openssl",
        "openssl-sys",
        "quinn",
        "reqwest",
        "rustls",
        "schannel",
        "security-framework",
        "smol",
        "socket2",
        "surf",
        "tiny_http",
        "tokio",
        "tungstenite",
        "ureq",
        "url",
        "webpki",
    ];
    let found: Vec<&str> = known.into_iter().filter(|name| crates.contains(*name)).collect();
    assert!(found.is_empty(), "{found:?}");
    // And none of our own.
    let mut folders = vec![std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).expect("src can be read").flatten() {
            if entry.path().is_dir() {
                folders.push(entry.path());
            } else {
                let text = std::fs::read_to_string(entry.path()).expect("code is UTF-8");
                assert!(!text.contains("std::net") && !text.contains("UnixStream"), "{}", entry.path().display());
            }
        }
    }
}

#[test]
fn every_crate_builds_with_the_compiler_that_we_name() {
    let metadata: Value =
        serde_json::from_str(&cargo(&["metadata", "--locked", "--format-version", "1"])).expect("JSON");
    let packages = metadata["packages"].as_array().expect("packages");
    let number = |version: &str| -> Vec<u32> {
        let parts = version.split('.').map(|part| part.parse().unwrap_or(0));
        parts.chain([0, 0]).take(3).collect()
    };
    let ours = number(env!("CARGO_PKG_RUST_VERSION"));
    let crates = crates();
    let mut newer = BTreeMap::new();
    for package in packages.iter().filter(|package| crates.contains(package["name"].as_str().unwrap_or_default())) {
        if let Some(needed) = package["rust_version"].as_str().filter(|needed| number(needed) > ours) {
            newer.insert(package["name"].to_string(), needed.to_owned());
        }
    }
    assert!(newer.is_empty(), "newer than {ours:?}: {newer:?}");
    let own = packages.iter().find(|package| package["name"] == "star-lint").expect("star-lint");
    let kinds = own["targets"].as_array().expect("targets").iter().filter_map(|target| target["kind"].as_array());
    assert!(kinds.flatten().all(|kind| kind != "custom-build"), "a build script of our own");
}

#[test]
fn every_dependency_has_a_reason() {
    let manifest = include_str!("../Cargo.toml");
    let (mut dependencies, mut last) = (false, "");
    let mut seen = 0;
    for line in manifest.lines() {
        if line.starts_with('[') {
            dependencies = line.ends_with("dependencies]");
        } else if dependencies && line.contains('=') {
            assert!(last.starts_with("# "), "no reason for {line}");
            seen += 1;
        }
        last = line;
    }
    assert!(seen > 20);
}

#[test]
fn licences_and_sources_are_allowed() {
    let deny = ["--offline", "check", "licenses", "bans", "sources"];
    match Command::new("cargo-deny").current_dir(env!("CARGO_MANIFEST_DIR")).args(deny).output() {
        Ok(output) => assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr)),
        Err(error) => common::skipped(&format!("cargo-deny cannot be run: {error}")),
    }
}
