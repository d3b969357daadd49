//! The hooks and CI snippets of `docs/ci.md`, run for real: pre-commit from its registry, git, and bash for the steps of
//! the GitHub action. Where a tool cannot be had, a test says so and ends.

mod common;

use common::{Folder, Run, WEAK, skipped};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

const GUIDE: &str = include_str!("../docs/ci.md");

fn run(command: &mut Command) -> Run {
    for (key, value) in [("NAME", "Ana"), ("EMAIL", "ana@example.org")] {
        command.env(format!("GIT_AUTHOR_{key}"), value).env(format!("GIT_COMMITTER_{key}"), value);
    }
    command.env("GIT_CONFIG_NOSYSTEM", "1").env("GIT_CONFIG_GLOBAL", "/dev/null");
    // Git sets these for its hooks; here they would lead to another repository.
    command.env_remove("GIT_DIR").env_remove("GIT_INDEX_FILE").env_remove("GIT_WORK_TREE");
    command.output().unwrap_or_else(|error| panic!("{command:?}: {error}")).into()
}

fn git(folder: &Path, args: &[&str]) -> Run {
    run(Command::new("git").current_dir(folder).args(args))
}

fn done(run: Run) -> String {
    assert_eq!(run.code, Some(0), "{}{}", run.out, run.err);
    run.out
}

/// Whether a tool is there; says what is skipped where it is not.
fn have(tool: &str) -> bool {
    let found = Command::new(tool).arg("--version").output().is_ok();
    if !found {
        skipped(&format!("{tool} is not installed"));
    }
    found
}

/// The first fenced block of a language under a heading of the guide.
fn block(heading: &str, language: &str) -> String {
    let section = GUIDE.split("\n## ").find(|section| section.starts_with(heading)).expect("the heading");
    let start = section.split_once(&format!("```{language}\n")).expect("a block").1;
    start.split_once("```").expect("its end").0.to_owned()
}

/// The folder of the binary under test, in front of the others.
fn path_with_star_lint() -> std::ffi::OsString {
    let binary = Path::new(env!("CARGO_BIN_EXE_star-lint")).parent().expect("a folder").to_owned();
    let others = std::env::var_os("PATH").unwrap_or_default();
    std::env::join_paths(std::iter::once(binary).chain(std::env::split_paths(&others))).expect("a path")
}

/// Python with pre-commit (and the YAML reader that it brings), from its registry; kept between runs.
fn python() -> Option<PathBuf> {
    // Tests run side by side: one of them installs it, the others wait.
    static PYTHON: OnceLock<Option<PathBuf>> = OnceLock::new();
    PYTHON.get_or_init(install).clone()
}

fn install() -> Option<PathBuf> {
    if !have("python3") {
        return None;
    }
    let home = Path::new(env!("CARGO_TARGET_TMPDIR")).join("pre-commit-tool");
    let python = home.join("bin/python");
    if !home.join("bin/pre-commit").exists() {
        let made = run(Command::new("python3").args(["-m", "venv"]).arg(&home));
        let got = (made.code == Some(0))
            .then(|| run(Command::new(&python).args(["-m", "pip", "install", "--quiet", "pre-commit==4.*"])));
        let failed = got.as_ref().map_or(&made, |got| got);
        if failed.code != Some(0) {
            skipped(&format!("pre-commit cannot be installed: {}{}", failed.out, failed.err));
            return None;
        }
    }
    Some(python)
}

/// This project as a repository of its own, as it is on disk, and the name of its commit.
fn repository(name: &str) -> (PathBuf, String) {
    let from = Path::new(env!("CARGO_MANIFEST_DIR"));
    let to = Folder::new(name, &[]).0;
    let files = done(git(from, &["ls-files", "-z", "--cached", "--others", "--exclude-standard"]));
    for file in files.split('\0').filter(|file| from.join(file).is_file()) {
        std::fs::create_dir_all(to.join(file).parent().expect("a folder")).expect("a folder");
        std::fs::copy(from.join(file), to.join(file)).expect("a copy");
    }
    done(git(&to, &["init", "--quiet"]));
    done(git(&to, &["add", "--all"]));
    done(git(&to, &["commit", "--quiet", "--message", "as it is"]));
    let commit = done(git(&to, &["rev-parse", "HEAD"])).trim().to_owned();
    (to, commit)
}

/// A repository of notes: a weak one, a good one, and a README that is no note.
fn notes(name: &str) -> Folder {
    let good = include_str!("../examples/good/export.md");
    let files = [("README.md", "# My notes\n"), ("notes/weak story.md", WEAK), ("notes/good.md", good)];
    let notes = Folder::new(name, &files);
    done(git(&notes.0, &["init", "--quiet"]));
    done(git(&notes.0, &["add", "--all"]));
    notes
}

#[test]
#[ignore = "it fetches what reads YAML and runs hooks from their registry"]
fn pre_commit_builds_and_runs_the_hooks() {
    if !have("git") || !have("cargo") {
        return;
    }
    let Some(python) = python() else { return };
    let (source, commit) = repository("hook-source");
    let notes = notes("hook-notes");
    // What the guide says, with this repository in place of the published one.
    let guide = block("pre-commit", "yaml");
    let config = guide.replace("https://github.com/star-lint/star-lint", &source.display().to_string());
    let config = config.replace("v0.1.0", &commit);
    assert!(config.contains(&commit) && !config.contains("https:"), "{config}");
    notes.write(".pre-commit-config.yaml", &config);
    let prepared = |mut command: Command, args: &[&str]| {
        let tmp = Path::new(env!("CARGO_TARGET_TMPDIR"));
        command.current_dir(&notes.0).args(args).env("PATH", path_with_star_lint());
        command.env("PRE_COMMIT_HOME", tmp.join("pre-commit-home")).env("CARGO_TARGET_DIR", tmp.join("hook-target"));
        // The hook is built as fast as it can be; what it does is the same.
        command.env("CARGO_PROFILE_RELEASE_LTO", "off").env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "0");
        command.env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16");
        run(&mut command)
    };
    let pre_commit = |args: &[&str]| prepared(Command::new(&python), &[&["-m", "pre_commit"], args].concat());
    done(pre_commit(&["install"]));
    let commit = prepared(Command::new("git"), &["commit", "--message", "notes"]);
    let told = format!("{}{}", commit.out, commit.err);
    assert_eq!(commit.code, Some(1), "{told}");
    for line in block("pre-commit", "text").lines() {
        assert!(told.contains(line), "{line}\n{told}");
    }
    assert!(told.contains("notes/weak story.md:4:13") && !told.contains("README.md"), "{told}");
    // Excluded by the configuration, although pre-commit names it.
    notes.write(
        "star-lint.toml",
        "[files]\nexclude = [\"*weak*\"]\n[rules.word-count]\ncheck.length = { max = 400 }\nlevel = \"info\"\n",
    );
    let config = config.replace("args: [--profile=netflix, --]", "verbose: true");
    notes.write(".pre-commit-config.yaml", &config);
    done(git(&notes.0, &["add", "--all"]));
    let run = pre_commit(&["run", "--all-files"]);
    let told = format!("{}{}", run.out, run.err);
    assert_eq!(run.code, Some(0), "{told}");
    assert!(told.contains("notes/weak story.md is excluded by star-lint.toml:2; --no-exclude reads it"), "{told}");
    // The hook that mends changes the note and fails, as pre-commit expects of such hooks.
    let slip = include_str!("../examples/good/export.md").replace("the ", "the the ");
    notes.write("notes/slip.md", &slip);
    notes.write(".pre-commit-config.yaml", &config.replace("id: star-lint\n", "id: star-lint-fix\n"));
    done(git(&notes.0, &["add", "--all"]));
    let run = pre_commit(&["run", "--all-files"]);
    assert_eq!(run.code, Some(1), "{}{}", run.out, run.err);
    assert!(run.out.contains("files were modified by this hook"), "{}", run.out);
    assert_eq!(notes.read("notes/slip.md"), include_str!("../examples/good/export.md"));
    // And the one that runs what is installed.
    notes.write(".pre-commit-config.yaml", &config.replace("id: star-lint\n", "id: star-lint-system\n"));
    done(git(&notes.0, &["add", "--all"]));
    done(pre_commit(&["run", "--all-files"]));
}

/// The wheels that `crates/python/test` built: a folder for pip.
fn wheels() -> Option<PathBuf> {
    let folder = std::env::var_os("STAR_LINT_WHEELS").map(PathBuf::from);
    let folder = folder.filter(|folder| folder.is_dir());
    if folder.is_none() {
        skipped("STAR_LINT_WHEELS names no folder with the wheel that crates/python/test builds");
    }
    folder
}

#[test]
#[ignore = "it fetches what reads YAML and runs hooks from their registry"]
fn pre_commit_runs_the_wheel_and_compiles_nothing() {
    let (Some(wheels), Some(python)) = (wheels(), python().filter(|_| have("git"))) else { return };
    let (source, commit) = repository("hook-source-wheel");
    let notes = notes("hook-notes-wheel");
    let guide = block("pre-commit", "yaml").replace("id: star-lint\n", "id: star-lint-python\n");
    let config = guide.replace("https://github.com/star-lint/star-lint", &source.display().to_string());
    notes.write(".pre-commit-config.yaml", &config.replace("v0.1.0", &commit));
    // Without a compiler, and with the wheel where PyPI would be.
    let tools = notes.path("tools");
    std::fs::create_dir_all(&tools).expect("a folder");
    for compiler in ["cargo", "rustc", "cc"] {
        notes.write(&format!("tools/{compiler}"), "#!/bin/sh\necho compiled >&2\nexit 1\n");
        #[cfg(unix)]
        std::fs::set_permissions(tools.join(compiler), std::os::unix::fs::PermissionsExt::from_mode(0o755))
            .expect("permissions");
    }
    let others = std::env::var_os("PATH").unwrap_or_default();
    let path = std::env::join_paths(std::iter::once(tools).chain(std::env::split_paths(&others))).expect("a path");
    let mut command = Command::new(&python);
    command.current_dir(&notes.0).args(["-m", "pre_commit", "run", "--all-files"]).env("PATH", path);
    command.env("PIP_FIND_LINKS", wheels);
    command.env("PRE_COMMIT_HOME", Path::new(env!("CARGO_TARGET_TMPDIR")).join("pre-commit-home-wheel"));
    let told = run(&mut command);
    let text = format!("{}{}", told.out, told.err);
    assert_eq!(told.code, Some(1), "{text}");
    for line in block("pre-commit", "text").lines().filter(|line| !line.contains("hook id")) {
        assert!(text.contains(line), "{line}\n{text}");
    }
}

#[test]
fn the_hooks_for_python_install_this_version() {
    let shim = include_str!("../pyproject.toml");
    let version = env!("CARGO_PKG_VERSION");
    assert!(shim.contains(&format!("\nversion = \"{version}\"\n")), "{shim}");
    assert!(shim.contains(&format!("[\"star-lint=={version}\"]")), "{shim}");
    assert!(include_str!("../crates/python/Cargo.toml").contains(&format!("\nversion = \"{version}\"\n")));
}

#[test]
fn the_plain_git_hook_stops_a_weak_note() {
    if !have("git") {
        return;
    }
    let notes = notes("hook-plain");
    notes.write(".git/hooks/pre-commit", &block("A plain git hook", "sh"));
    #[cfg(unix)]
    std::fs::set_permissions(notes.path(".git/hooks/pre-commit"), std::os::unix::fs::PermissionsExt::from_mode(0o755))
        .expect("permissions");
    let commit = || {
        let mut command = Command::new("git");
        run(command.current_dir(&notes.0).env("PATH", path_with_star_lint()).args(["commit", "--message", "notes"]))
    };
    let stopped = commit();
    let told = format!("{}{}", stopped.out, stopped.err);
    assert_eq!(stopped.code, Some(1), "{told}");
    assert!(told.contains("warning[missing-metric]") && !told.contains("README.md"), "{told}");
    done(git(&notes.0, &["rm", "--quiet", "--cached", "notes/weak story.md"]));
    done(commit());
    // Names that could be options, or end a line, are names.
    for name in ["--config=evil.md", "-q.md", "two\nlines.md"].iter().filter(|name| cfg!(unix) || !name.contains('\n'))
    {
        notes.write(name, WEAK);
        done(git(&notes.0, &["add", "--", name]));
        let stopped = commit();
        let told = format!("{}{}", stopped.out, stopped.err);
        let shown = format!("--> {}:4", name.replace('\n', "\u{240a}"));
        assert!(stopped.code == Some(1) && told.contains(&shown), "{told}");
        done(git(&notes.0, &["rm", "--quiet", "--cached", "--", name]));
    }
}

/// Runs the step of the action that checks, as GitHub does.
fn action(python: &Path, folder: &Folder, paths: &str, args: &str, sarif: &str) -> Run {
    let script = "import sys, yaml; steps = yaml.safe_load(open(sys.argv[1]))['runs']['steps']; \
                  print(next(step['run'] for step in steps if step['name'] == 'Check the notes'))";
    let step = done(run(Command::new(python)
        .args(["-c", script])
        .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("action.yml"))));
    let installed = folder.path("star-lint/bin");
    std::fs::create_dir_all(&installed).expect("a folder");
    std::fs::copy(env!("CARGO_BIN_EXE_star-lint"), installed.join("star-lint")).expect("the binary");
    let mut command = Command::new("bash");
    command.current_dir(&folder.0).args(["--noprofile", "--norc", "-eo", "pipefail", "-c", &step]);
    command.env("PATHS", paths).env("ARGS", args).env("SARIF", sarif).env("RUNNER_TEMP", &folder.0);
    run(&mut command)
}

#[test]
#[ignore = "it fetches what reads YAML and runs hooks from their registry"]
fn the_github_action_annotates_and_writes_sarif() {
    let Some(python) = python().filter(|_| have("bash")) else { return };
    let folder = Folder::new("hook-action", &[("my notes/a.md", WEAK)]);
    let plain = action(&python, &folder, ".", "", "false");
    assert_eq!(plain.code, Some(1), "{}{}", plain.out, plain.err);
    assert!(plain.out.contains("::warning file=my notes/a.md,line=4,"), "{}", plain.out);
    assert!(!folder.path("star-lint.sarif").exists());
    let both = action(&python, &folder, "my notes", "--profile=amazon\n--select=team-reliance", "true");
    assert_eq!(both.code, Some(1), "{}{}", both.out, both.err);
    assert_eq!(both.out.lines().count(), 1, "{}", both.out);
    let sarif: serde_json::Value = serde_json::from_str(&folder.read("star-lint.sarif")).expect("SARIF");
    assert_eq!(sarif["runs"][0]["results"][0]["ruleId"], "team-reliance");
    let named = action(&python, &folder, "$(touch evil)\nmy notes/a.md", "", "false");
    assert_eq!(named.code, Some(2), "{}", named.err);
    assert!(!folder.path("evil").exists(), "an input is no command");
}

#[test]
#[ignore = "it fetches what reads YAML and runs hooks from their registry"]
fn the_github_action_takes_paths_and_arguments_a_line_each() {
    let Some(python) = python().filter(|_| have("bash")) else { return };
    let names = ["my notes/a.md", "-dash.md", "--config=evil.md", "notes/b.md", "other.md"];
    let folder = Folder::new("hook-action-paths", &names.map(|name| (name, WEAK)));
    let files = |run: &Run| {
        let file = |line: &str| line.split("file=").nth(1).and_then(|rest| rest.split(',').next()).map(str::to_owned);
        let mut files: Vec<String> = run.out.lines().filter_map(file).collect();
        files.dedup();
        files
    };
    for sarif in ["false", "true"] {
        let run = |paths: &str, args: &str| action(&python, &folder, paths, args, sarif);
        // As YAML gives what is written below `paths: |`.
        let several =
            run("my notes\n\n  notes/b.md  \n-dash.md\r\n--config=evil.md\n\n", "\n--select=missing-metric\n\n");
        assert_eq!((several.code, several.err.as_str()), (Some(1), ""), "{}", several.out);
        assert_eq!(files(&several), ["my notes/a.md", "notes/b.md", "-dash.md", "--config=evil.md"]);
        // Nothing named is everything.
        for nothing in ["", "\n", "  \n \n"] {
            let all = run(nothing, "--select=missing-metric");
            assert_eq!((all.code, files(&all).len()), (Some(1), names.len()), "{}{}", all.out, all.err);
        }
        // A fault of one file costs neither the annotations nor the exit code.
        std::fs::write(folder.path("bad.md"), b"\xff").expect("a file");
        let fault = run("bad.md\nother.md", "--select=missing-metric");
        assert_eq!((fault.code, files(&fault)), (Some(2), vec!["other.md".to_owned()]), "{}", fault.err);
        std::fs::remove_file(folder.path("bad.md")).expect("removed");
    }
    let sarif: serde_json::Value = serde_json::from_str(&folder.read("star-lint.sarif")).expect("SARIF");
    assert_eq!(sarif["runs"][0]["results"].as_array().map(Vec::len), Some(1));
}

/// What a hook runs, with the arguments that it has where the user gives none.
fn hook(id: &str) -> Vec<String> {
    let hooks = include_str!("../.pre-commit-hooks.yaml");
    let hook = hooks.split("- id: ").find(|hook| hook.starts_with(&format!("{id}\n"))).expect("the hook");
    let value = |key: &str| hook.lines().find_map(|line| line.trim().strip_prefix(key)).expect("the key");
    let entry = value("entry: star-lint ").split(' ').map(str::to_owned);
    let args = value("args: [").trim_end_matches(']').split(", ").map(str::to_owned);
    entry.chain(args.filter(|arg| !arg.is_empty())).collect()
}

/// A hook on notes, as pre-commit runs it.
fn run_hook(id: &str, folder: &Folder, notes: &[&str]) -> Run {
    let args = hook(id);
    folder.run(&args.iter().map(String::as_str).chain(notes.iter().copied()).collect::<Vec<_>>())
}

#[test]
fn the_hook_that_mends_does_what_it_says() {
    let good = include_str!("../examples/good/export.md");
    let action = good.lines().find(|line| line.starts_with("**Action")).expect("an Action");
    let slips = [
        ("filler", action.replacen("I ", "I basically ", 1)),
        ("doubled word", action.replacen("the ", "the the ", 1)),
        ("idle suppression", format!("{action} <!-- star-lint-disable-line hedging -->")),
        ("label", action.replacen("**Action:**", "Action:", 1)),
    ];
    for (what, slip) in slips {
        assert_ne!(slip, action, "{what}");
        let folder = Folder::new("hook-mends", &[("a.md", &good.replace(action, &slip))]);
        let run = run_hook("star-lint-fix", &folder, &["a.md"]);
        assert_eq!(run.code, Some(0), "{what}: {}{}", run.out, run.err);
        assert_eq!(folder.read("a.md"), good, "{what}");
    }
}

#[test]
fn a_name_is_no_option_of_a_hook() {
    for id in ["star-lint", "star-lint-fix", "star-lint-python", "star-lint-system"] {
        let names = ["--config=evil.md", "-q.md", "a b.md", "--fix.md"];
        let folder = Folder::new("hook-names", &names.map(|name| (name, WEAK)));
        let run = run_hook(id, &folder, &names);
        assert_eq!((run.code, run.err.as_str()), (Some(1), ""), "{id}: {}", run.out);
        for name in &names {
            assert!(run.out.contains(&format!("--> {name}:")), "{id} {name}: {}", run.out);
        }
    }
    // Also where the user gives the arguments.
    assert!(block("pre-commit", "yaml").contains("args: [--profile=netflix, --]"));
    assert!(!GUIDE.contains("`args: []`"));
}

#[test]
fn the_gitlab_job_writes_its_report() {
    if !have("bash") {
        return;
    }
    let folder = Folder::new("hook-gitlab", &[("a.md", WEAK)]);
    let job = block("GitLab CI", "yaml");
    let line = job.lines().find_map(|line| line.trim().strip_prefix("- star-lint")).expect("a script");
    let mut command = Command::new("bash");
    command.current_dir(&folder.0).args(["-ec", &format!("star-lint{line}")]).env("PATH", path_with_star_lint());
    assert_eq!(run(&mut command).code, Some(1));
    let report: serde_json::Value = serde_json::from_str(&folder.read("gl-code-quality-report.json")).expect("JSON");
    assert!(report.as_array().is_some_and(|issues| !issues.is_empty()));
}
