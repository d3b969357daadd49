//! Writes files whole or not at all: what is there stays until the new text is on disk.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;

/// Replaces a file by `text`; its permissions stay, and a link goes on to lead to it.
///
/// # Errors
/// What the file system says; and `InvalidData` where the file no longer holds `before`, because somebody else
/// has changed it.
pub fn replace(path: &Path, before: &str, text: &str) -> io::Result<()> {
    let path = fs::canonicalize(path)?;
    if fs::read(&path)? != before.as_bytes() {
        return Err(io::Error::new(io::ErrorKind::InvalidData, "it was changed by somebody else; nothing was written"));
    }
    let permissions = fs::metadata(&path)?.permissions();
    if permissions.readonly() {
        return Err(io::Error::new(io::ErrorKind::PermissionDenied, "it is read-only; nothing was written"));
    }
    let mut new = beside(&path)?;
    new.write_all(text.as_bytes())?;
    new.as_file().set_permissions(permissions)?;
    new.as_file().sync_all()?;
    new.persist(&path)?;
    Ok(())
}

/// Writes a file that star-lint keeps for itself, in place of an older one.
///
/// # Errors
/// What the file system says.
pub fn write(path: &Path, text: &str) -> io::Result<()> {
    let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let mut new = beside(&path)?;
    // As a file made in the usual way: a temporary one is for its owner alone.
    let usual = fs::metadata(&path).map(|old| old.permissions());
    new.write_all(text.as_bytes())?;
    match usual {
        Ok(permissions) => new.as_file().set_permissions(permissions)?,
        Err(_) => readable(new.as_file())?,
    }
    new.as_file().sync_all()?;
    new.persist(&path)?;
    Ok(())
}

/// Writes a file that must not be there yet.
///
/// # Errors
/// What the file system says, `AlreadyExists` among it.
pub fn create(path: &Path, text: &str) -> io::Result<()> {
    let mut new = beside(path)?;
    new.write_all(text.as_bytes())?;
    readable(new.as_file())?;
    new.as_file().sync_all()?;
    new.persist_noclobber(path)?;
    Ok(())
}

/// A new file in the same folder, which is gone again unless it is put in place.
fn beside(path: &Path) -> io::Result<tempfile::NamedTempFile> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    tempfile::Builder::new().prefix(".star-lint-").tempfile_in(folder)
}

/// Lets others read a new file, as most files are.
fn readable(file: &File) -> io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        file.set_permissions(fs::Permissions::from_mode(0o644))?;
    }
    let _ = file;
    Ok(())
}
