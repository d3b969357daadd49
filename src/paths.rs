//! Paths as text: from the root, or relative to a folder with `/` on every system. Nothing here looks at the disk.

use std::path::{Component, Path, PathBuf};

/// A path as text, with `/` on every system.
pub fn shown(path: &Path) -> String {
    let path = path.to_string_lossy();
    if std::path::MAIN_SEPARATOR == '/' { path.into_owned() } else { path.replace('\\', "/") }
}

/// A path relative to a folder as an absolute one without `.` and `..`; links are not followed.
pub fn absolute(folder: &Path, path: &Path) -> PathBuf {
    let mut whole = PathBuf::with_capacity(folder.as_os_str().len() + path.as_os_str().len() + 1);
    for component in folder.components().chain(path.components()) {
        match component {
            Component::ParentDir => drop(whole.pop()),
            other => whole.push(other),
        }
    }
    whole
}

/// The bytes of the relative path from a folder to a path; both have their links resolved.
pub fn relative(path: &Path, folder: &Path) -> Vec<u8> {
    let (mut to, mut from) = (path.components().peekable(), folder.components().peekable());
    let apart = |component: Option<&Component>| matches!(component, Some(Component::Prefix(_)));
    while to.peek().is_some() && to.peek() == from.peek() {
        to.next();
        from.next();
    }
    // There is no relative path to another drive.
    let up = if apart(to.peek()) { 0 } else { from.count() };
    let names = to.map(|component| component.as_os_str().as_encoded_bytes());
    std::iter::repeat_n(&b".."[..], up).chain(names).collect::<Vec<_>>().join(&b'/')
}
