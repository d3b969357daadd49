//! What is on disk: where a path leads, and the text of files, none of which may be read without an end.

use crate::paths::absolute;
use crate::source::Source;
use std::fs::{File, Metadata, canonicalize, metadata};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// The current folder.
pub fn current() -> PathBuf {
    std::env::current_dir().unwrap_or_default()
}

/// A path from the root without links, as far as it is there.
pub fn real(path: &Path) -> PathBuf {
    real_from(&current(), path)
}

/// The same of a path that is meant from a folder.
pub fn real_from(folder: &Path, path: &Path) -> PathBuf {
    canonicalize(path).unwrap_or_else(|_| absolute(folder, path))
}

/// Reads a note of at most so many megabytes.
///
/// # Errors
/// What the file system says; `InvalidInput` for a device; otherwise as [`Source::from_reader`].
pub fn read(path: &Path, megabytes: u32) -> io::Result<Source> {
    let file = File::open(path)?;
    let meta = file.metadata()?;
    if is_device(&meta) {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "a device, not a note"));
    }
    Source::from_reader(path, file, usize::try_from(meta.len()).unwrap_or(usize::MAX), megabytes)
}

/// The bytes of a file that nobody named: only of a plain one of at most so many bytes. A device or a pipe may have no
/// end, and what the system makes up as it is read (`/proc`) is nobody's file.
///
/// # Errors
/// What the file system says; `InvalidInput` for what is no plain file; `FileTooLarge`.
pub fn read_plain(path: &Path, most: u32) -> io::Result<Vec<u8>> {
    let meta = metadata(path)?;
    let too_large = || io::Error::new(io::ErrorKind::FileTooLarge, format!("larger than {} kB", most / 1000));
    let made_up = || canonicalize(path).is_ok_and(|path| path.starts_with("/proc") || path.starts_with("/sys"));
    let kind = match () {
        () if meta.is_dir() => "a folder",
        () if is_device(&meta) => "a device",
        () if !meta.is_file() || made_up() => "a pipe or the like",
        () if meta.len() > most.into() => return Err(too_large()),
        () => "",
    };
    if !kind.is_empty() {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, format!("{kind}, not a plain file")));
    }
    let mut bytes = Vec::new();
    // It may have grown meanwhile.
    File::open(path)?.take(u64::from(most) + 1).read_to_end(&mut bytes)?;
    if bytes.len() > most as usize { Err(too_large()) } else { Ok(bytes) }
}

/// Whether a file is a device, which may have no end. A pipe has one: the shell gives its output so.
fn is_device(meta: &Metadata) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::FileTypeExt;
        meta.file_type().is_char_device() || meta.file_type().is_block_device()
    }
    #[cfg(not(unix))]
    {
        let _ = meta;
        false
    }
}
