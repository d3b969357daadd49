//! What a file has besides its content: owner, group, permissions, and extended attributes with the access lists in them.
//! A file for which something cannot be kept is refused.

#[cfg(unix)]
use super::refused;
use std::fs::{File, Metadata};
use std::io;
use std::path::Path;

/// Gives a new file the metadata of the old one.
#[cfg(unix)]
pub fn keep(old: &Path, meta: &Metadata, new: &File) -> io::Result<()> {
    use std::os::unix::fs::{MetadataExt, fchown};
    if meta.nlink() > 1 {
        let names = meta.nlink();
        return Err(refused(&format!("it has {names} hard links, and a new file would keep only one of them")));
    }
    let made = new.metadata()?;
    let owner = |meta: &Metadata| (meta.uid(), meta.gid());
    if owner(&made) != owner(meta) {
        // Owner and group separately: a user who may not change the owner may still set the group.
        let user = (made.uid() != meta.uid()).then(|| meta.uid());
        fchown(new, user, Some(meta.gid())).map_err(|_| refused("its owner and group cannot be kept"))?;
    }
    attributes(&File::open(old)?, new)?;
    // Permissions last: changing the owner or an access list resets some of them.
    new.set_permissions(meta.permissions())?;
    let made = new.metadata()?;
    if (owner(&made), made.mode()) != (owner(meta), meta.mode()) {
        return Err(refused("its permissions cannot be kept"));
    }
    Ok(())
}

/// Gives a new file the metadata of the old one.
#[cfg(not(unix))]
pub fn keep(_: &Path, meta: &Metadata, new: &File) -> io::Result<()> {
    new.set_permissions(meta.permissions())
}

/// Copies the extended attributes of one file to another.
#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
fn attributes(from: &File, to: &File) -> io::Result<()> {
    use rustix::fs::{XattrFlags, fgetxattr, flistxattr, fremovexattr, fsetxattr};
    use rustix::io::Errno;
    /// The longest value and list of names that Linux allows.
    const LONGEST: usize = 1 << 16;
    let names = |file: &File| {
        let mut names = vec![0; LONGEST];
        match flistxattr(file, &mut names) {
            Ok(length) => names.truncate(length),
            Err(Errno::NOTSUP | Errno::NOSYS) => names.clear(),
            Err(error) => return Err(io::Error::from(error)),
        }
        Ok(names.split(|&byte| byte == 0).filter(|name| !name.is_empty()).map(<[u8]>::to_vec).collect::<Vec<_>>())
    };
    let value = |file: &File, name: &[u8]| {
        let mut value = vec![0; LONGEST];
        fgetxattr(file, name, &mut value).map(|length| value[..length].to_vec())
    };
    let lost = |name: &[u8], error: Errno| {
        let name = String::from_utf8_lossy(name).into_owned();
        refused(&format!("its extended attribute {name} cannot be kept ({error})"))
    };
    let (wanted, made) = (names(from)?, names(to)?);
    for name in made.iter().filter(|name| !wanted.contains(name)) {
        fremovexattr(to, &name[..]).map_err(|error| lost(name, error))?;
    }
    for name in &wanted {
        let wanted = value(from, name).map_err(|error| lost(name, error))?;
        if value(to, name).as_ref() != Ok(&wanted) {
            fsetxattr(to, &name[..], &wanted, XattrFlags::empty()).map_err(|error| lost(name, error))?;
        }
    }
    Ok(())
}

/// Copies the extended attributes of one file to another, if it has any.
#[cfg(all(unix, not(any(target_os = "linux", target_os = "android", target_vendor = "apple"))))]
fn attributes(_: &File, _: &File) -> io::Result<()> {
    Ok(())
}
