//! Access to the disk: resolving paths, and reading files up to a limit.

use crate::paths::absolute;
use crate::source::Source;
use std::fs::{File, Metadata, canonicalize, metadata};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// The current folder.
pub fn current() -> PathBuf {
    std::env::current_dir().unwrap_or_default()
}

/// An absolute path with links resolved, as far as it exists.
pub fn real(path: &Path) -> PathBuf {
    real_from(&current(), path)
}

/// The same for a path that is relative to a folder.
pub fn real_from(folder: &Path, path: &Path) -> PathBuf {
    canonicalize(path).unwrap_or_else(|_| absolute(folder, path))
}

/// Reads a note of at most `megabytes`.
///
/// # Errors
/// Any error of the file system; `InvalidInput` for a device; otherwise as [`Source::from_reader`].
pub fn read(path: &Path, megabytes: u32) -> io::Result<Source> {
    let file = File::open(path)?;
    let meta = file.metadata()?;
    if is_device(&meta) {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "a device, not a note"));
    }
    Source::from_reader(path, file, usize::try_from(meta.len()).unwrap_or(usize::MAX), megabytes)
}

/// Reads a file that the user did not name, if it is a plain file of at most `most` bytes. A device or pipe may never
/// end, and files that the system generates, as in `/proc`, may hold secrets.
///
/// # Errors
/// Any error of the file system; `InvalidInput` for anything but a plain file; `FileTooLarge`.
pub fn read_plain(path: &Path, most: u32) -> io::Result<Vec<u8>> {
    let meta = metadata(path)?;
    let too_large = || io::Error::new(io::ErrorKind::FileTooLarge, format!("larger than {} kB", most / 1000));
    let made_up = || canonicalize(path).is_ok_and(|path| path.starts_with("/proc") || path.starts_with("/sys"));
    let kind = match () {
        () if meta.is_dir() => "a folder",
        () if is_device(&meta) => "a device",
        () if !meta.is_file() || made_up() => "a special file",
        () if meta.len() > most.into() => return Err(too_large()),
        () => "",
    };
    if !kind.is_empty() {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, format!("{kind}, not a plain file")));
    }
    let mut bytes = Vec::new();
    // It may have grown in the meantime.
    File::open(path)?.take(u64::from(most) + 1).read_to_end(&mut bytes)?;
    if bytes.len() > most as usize { Err(too_large()) } else { Ok(bytes) }
}

/// Whether a file is a device, which may never end. A pipe does: the shell passes output that way.
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
