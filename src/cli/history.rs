//! Notes as git has them in an earlier revision. Only plumbing is called, which runs neither filters nor hooks: `rev-parse`,
//! `ls-tree` and `cat-file`.

use crate::config::Workspace;
use crate::source::Source;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The notes below some paths in a revision, by the paths that they had.
///
/// # Errors
/// What is wrong, and what to do.
pub fn notes(revision: &str, paths: &[PathBuf], workspace: &Workspace, megabytes: u32) -> Result<Vec<Source>, String> {
    let here = [PathBuf::from(".")];
    let paths = if paths.is_empty() { &here } else { paths };
    let mut notes = Vec::new();
    for path in paths.iter().filter(|path| path.as_os_str() != "-") {
        let (folder, name) = if path.is_dir() {
            (path.clone(), None)
        } else {
            let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
            (folder.to_owned(), path.file_name().map(PathBuf::from))
        };
        let commit = run(
            &folder,
            &["rev-parse", "--verify", "--quiet", "--end-of-options", &format!("{revision}^{{commit}}")],
            revision,
        )?;
        let commit = String::from_utf8_lossy(&commit).trim().to_owned();
        let mut list = vec!["ls-tree", "-r", "-z", &commit];
        let name = name.map(|name| name.to_string_lossy().into_owned());
        if let Some(name) = &name {
            list.extend(["--", name]);
        }
        let tree = run(&folder, &list, revision)?;
        let mut wanted = Vec::new();
        for entry in tree.split(|byte| *byte == 0).filter(|entry| !entry.is_empty()) {
            let entry = String::from_utf8_lossy(entry);
            let Some((about, file)) = entry.split_once('\t') else { continue };
            // Links and folders of other repositories are no notes.
            let mut words = about.split(' ');
            let (mode, kind, id) = (words.next().unwrap_or_default(), words.next(), words.next());
            let file = folder.join(file);
            let reads = name.is_some() || workspace.wants(&file, false);
            if kind == Some("blob") && mode.starts_with("100") && reads {
                wanted.extend(id.map(|id| (file, id.to_owned())));
            }
        }
        notes.extend(blobs(&folder, wanted, name.is_some(), megabytes)?);
    }
    Ok(notes)
}

/// The text of blobs; what is no text is left out, as it would be today.
fn blobs(folder: &Path, wanted: Vec<(PathBuf, String)>, named: bool, megabytes: u32) -> Result<Vec<Source>, String> {
    let failed =
        |error: std::io::Error| format!("cannot run git: {error}; a bank saved with --format json needs no git");
    let mut child = git(folder)
        .args(["cat-file", "--batch"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(failed)?;
    let (Some(mut input), Some(output)) = (child.stdin.take(), child.stdout.take()) else { return Ok(Vec::new()) };
    let ids: String = wanted.iter().map(|(_, id)| format!("{id}\n")).collect();
    // Written beside the reading: git answers before it has read everything.
    let writer = std::thread::spawn(move || input.write_all(ids.as_bytes()));
    let mut output = BufReader::new(output);
    let mut notes = Vec::new();
    for (path, _) in wanted {
        let mut header = String::new();
        output.read_line(&mut header).map_err(failed)?;
        let Some(size) = header.trim_end().rsplit(' ').next().and_then(|size| size.parse::<u64>().ok()) else {
            continue;
        };
        let mut blob = output.by_ref().take(size);
        let source = Source::from_reader(&path, &mut blob, 0, megabytes);
        std::io::copy(&mut blob, &mut std::io::sink()).map_err(failed)?;
        let mut end = [0];
        output.read_exact(&mut end).map_err(failed)?;
        notes.extend(source.ok().map(|source| Source { named, ..source }));
    }
    let _ = writer.join();
    let _ = child.wait();
    Ok(notes)
}

fn run(folder: &Path, arguments: &[&str], revision: &str) -> Result<Vec<u8>, String> {
    let advice = "or compare with a bank that was saved with --format json, as FILE.json";
    let output = git(folder).args(arguments).stdin(Stdio::null()).output();
    let output = output
        .map_err(|error| format!("cannot compare with {revision}: git does not run ({error}); install it, {advice}"))?;
    if output.status.success() {
        return Ok(output.stdout);
    }
    let said = String::from_utf8_lossy(&output.stderr);
    let said = said.lines().next().unwrap_or("there is no such revision here").trim().to_owned();
    Err(format!(
        "cannot compare with {revision} in {}: {said}; name a commit, branch or tag, {advice}",
        folder.display()
    ))
}

fn git(folder: &Path) -> Command {
    let mut git = Command::new("git");
    git.arg("-C").arg(folder).arg("--no-pager");
    git
}
