//! Paths of files as URIs, and back.

use gen_lsp_types::Uri;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use std::path::{Path, PathBuf};

/// What is written as it is in the path of a URI.
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'_').remove(b'.').remove(b'~');

/// The path of a file; `None` for what is no file, such as a text that was never saved.
pub fn path(uri: &Uri) -> Option<PathBuf> {
    let rest = uri.0.strip_prefix("file://")?;
    let path = &rest[rest.find('/')?..];
    let bytes: Vec<u8> = percent_decode_str(path).collect();
    #[cfg(unix)]
    {
        use std::os::unix::ffi::OsStringExt;
        Some(std::ffi::OsString::from_vec(bytes).into())
    }
    #[cfg(not(unix))]
    {
        // `/C:/notes`
        let path = String::from_utf8(bytes).ok()?;
        Some(path.strip_prefix('/').unwrap_or(&path).into())
    }
}

/// The URI of an absolute path.
pub fn uri(path: &Path) -> Uri {
    let escaped: String = path
        .as_os_str()
        .as_encoded_bytes()
        .utf8_chunks()
        .map(|chunk| {
            let valid = chunk.valid().replace(std::path::MAIN_SEPARATOR, "/");
            let invalid: String = chunk.invalid().iter().map(|byte| format!("%{byte:02X}")).collect();
            utf8_percent_encode(&valid, ESCAPED).to_string() + &invalid
        })
        .collect();
    let root = if escaped.starts_with('/') { "" } else { "/" };
    Uri(format!("file://{root}{escaped}"))
}

#[cfg(all(test, unix))]
mod tests {
    use super::{path, uri};
    use gen_lsp_types::Uri;
    use std::path::Path;

    #[test]
    fn a_path_comes_back_from_its_uri() {
        for name in ["/a/b.md", "/with space/ä#?%.md", "/"] {
            assert_eq!(path(&uri(Path::new(name))).as_deref(), Some(Path::new(name)));
        }
        assert_eq!(path(&Uri("file://localhost/a%20b.md".into())).as_deref(), Some(Path::new("/a b.md")));
        for other in ["untitled:1", "file:", "file://", "", "http://a/b", "file://é"] {
            assert_eq!(path(&Uri(other.into())), None, "{other}");
        }
    }
}
