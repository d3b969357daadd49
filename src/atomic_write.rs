//! Writes a file completely or not at all: the old content stays until the new text is on disk.

mod kept;

use std::fs;
use std::io::{self, Write};
use std::path::Path;
use tempfile::NamedTempFile;

/// Replaces the content of a plain file with `text`. Owner, group, permissions, extended attributes and links to the
/// file are kept; where one of them cannot be, the file is left as it is.
///
/// # Errors
/// Any error of the file system, and `InvalidData` if the file no longer holds `before` because somebody else
/// changed it.
pub fn replace(path: &Path, before: &[u8], text: &str) -> io::Result<()> {
    let path = fs::canonicalize(path)?;
    let meta = fs::metadata(&path)?;
    if !meta.is_file() {
        return Err(refused("it is not a plain file"));
    }
    if meta.permissions().readonly() {
        return Err(refused("it is read-only"));
    }
    let found = fs::read(&path)?;
    if found == text.as_bytes() {
        return Ok(());
    }
    if found != before {
        return Err(changed());
    }
    let mut new = beside(&path, None)?;
    new.write_all(text.as_bytes())?;
    kept::keep(&path, &meta, new.as_file())?;
    new.as_file().sync_all()?;
    put(new, &path, before, text.as_bytes())
}

/// Writes a file that star-lint owns, such as a baseline, over an older one.
///
/// # Errors
/// Any error of the file system.
pub fn write(path: &Path, text: &str) -> io::Result<()> {
    match fs::metadata(path) {
        Ok(meta) if meta.is_file() => replace(path, &fs::read(path)?, text),
        Ok(_) => Err(refused("it is not a plain file")),
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        Err(_) => {
            whole(path, text)?.persist(path)?;
            Ok(())
        }
    }
}

/// Writes a file that must not exist yet.
///
/// # Errors
/// Any error of the file system, including `AlreadyExists`.
pub fn create(path: &Path, text: &str) -> io::Result<()> {
    whole(path, text)?.persist_noclobber(path)?;
    Ok(())
}

/// Writes `text` to a temporary file, flushed to disk.
fn whole(path: &Path, text: &str) -> io::Result<NamedTempFile> {
    let mut new = beside(path, Some(0o666))?;
    new.write_all(text.as_bytes())?;
    new.as_file().sync_all()?;
    Ok(new)
}

/// A temporary file in the same folder, which is deleted unless it is put in place. Without a mode, only its owner can
/// read it until then.
fn beside(path: &Path, mode: Option<u32>) -> io::Result<NamedTempFile> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut builder = tempfile::Builder::new();
    builder.prefix(".star-lint-");
    #[cfg(unix)]
    if let Some(mode) = mode {
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(mode));
    }
    let _ = mode;
    // The random name of the temporary file would only confuse the reader.
    let plain = |error: io::Error| {
        let kind = error.kind();
        io::Error::new(kind, format!("{kind}: cannot create a file in {}", folder.display()))
    };
    builder.tempfile_in(folder).map_err(plain)
}

/// Puts the new file in place of the old one if that still holds `before`. If the system can exchange two files, the old
/// one is read once more after the exchange, and a change made in the last moment is put back. If somebody else has
/// written the same `text`, there is nothing to do.
fn put(new: NamedTempFile, path: &Path, before: &[u8], text: &[u8]) -> io::Result<()> {
    match fs::read(path)? {
        found if found == text => return Ok(()),
        found if found != before => return Err(changed()),
        _ => {}
    }
    if !exchange(new.path(), path)? {
        new.persist(path)?;
        return Ok(());
    }
    // A file that cannot be read is not the one we knew.
    let taken = || fs::read(new.path()).ok();
    let mut saved = taken();
    if saved.as_deref() == Some(before) || saved.as_deref() == Some(text) {
        return Ok(());
    }
    // Exchange again until the file in place is the one that we put there: somebody may save at any time.
    let mut placed = Some(text.to_vec());
    loop {
        if let Err(error) = exchange(new.path(), path) {
            let (_, kept) = new.keep()?;
            return Err(io::Error::new(
                error.kind(),
                format!("{error}; the version saved in the meantime is in {}", kept.display()),
            ));
        }
        let taken = taken();
        if taken == placed {
            return Err(changed());
        }
        placed = std::mem::replace(&mut saved, taken);
    }
}

/// Exchanges two files; false if the system or file system cannot do that.
#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
fn exchange(one: &Path, other: &Path) -> io::Result<bool> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    use rustix::io::Errno;
    match renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE) {
        Ok(()) => Ok(true),
        Err(Errno::INVAL | Errno::NOSYS | Errno::NOTSUP) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

/// Exchanges two files; false if the system or file system cannot do that.
#[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
fn exchange(_: &Path, _: &Path) -> io::Result<bool> {
    Ok(false)
}

fn changed() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, "it was changed by another program; nothing was written")
}

fn refused(why: &str) -> io::Error {
    io::Error::new(io::ErrorKind::PermissionDenied, format!("{why}; nothing was written"))
}
