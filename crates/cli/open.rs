//! `open`: a record's paper in the system's viewer.

use std::fs::DirBuilder;
use std::io::Write;
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::{env, fs};

use anyhow::{Context, Result, bail};
use archive::{Archive, Paper};
use types::SourceId;

use crate::args::Open;
use crate::exit::Exit;
use crate::read;

/// `minutebook open`
pub(crate) fn open(arguments: &Open) -> Result<Exit> {
    let archive = Archive::open(&arguments.record.folder.path())?;
    let name = &arguments.record.id;
    let Some(paper) = read::paper(&archive, name)? else {
        bail!("no record `{name}`; `minutebook search` shows the ids of what it finds");
    };
    if let (Some(page), Some(record)) = (arguments.page, archive.find(name)?.first())
        && !(1..=record.source.pages).contains(&page)
    {
        bail!("`{}` has {} pages, there is no page {page}", paper.key, record.source.pages);
    }
    let address = address(&archive, &paper, arguments.page)?;
    if arguments.print {
        writeln!(anstream::stdout().lock(), "{address}")?;
        return Ok(Exit::Done);
    }
    // `BROWSER` and `xdg-open` take an address with a page, as does `open` of macOS.
    let viewers = env::var("BROWSER").into_iter().chain(["xdg-open".to_owned(), "open".to_owned()]);
    for viewer in viewers {
        let mut viewer = Command::new(&viewer);
        let quiet = viewer.arg(&address).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        // It goes on when this command has ended.
        if quiet.spawn().is_ok() {
            return Ok(Exit::Done);
        }
    }
    bail!("no viewer could be started; open {address} yourself, or set BROWSER to the viewer's name")
}

/// The paper's address with its page: the file where it was found, if it is still the same, else a copy of the
/// original.
fn address(archive: &Archive, paper: &Paper, page: Option<u32>) -> Result<String> {
    let Some(source) = paper.source else { bail!("`{}` was never read; there is nothing to open", paper.key) };
    let is_same = |path: &Path| fs::read(path).is_ok_and(|bytes| SourceId::of(&bytes) == source);
    let path = match is_same(&paper.origin) {
        true => fs::canonicalize(&paper.origin).unwrap_or_else(|_| paper.origin.clone()),
        false => copy(archive, paper, source)?,
    };
    let page = page.map_or_else(String::new, |p| format!("#page={p}"));
    let mut address = "file://".to_owned();
    for byte in path.to_string_lossy().bytes() {
        match byte {
            b'/' | b'.' | b'-' | b'_' | b'~' => address.push(char::from(byte)),
            b if b.is_ascii_alphanumeric() => address.push(char::from(b)),
            b => address.push_str(&format!("%{b:02X}")),
        }
    }
    Ok(address + &page)
}

/// A copy under the paper's own name: viewers go by its ending.
fn copy(archive: &Archive, paper: &Paper, source: SourceId) -> Result<PathBuf> {
    let bytes = archive.originals()?.get(source)?;
    // A folder of our own: nobody else has put a link there.
    let dir = env::temp_dir().join(format!("minutebook-{}-{}", &source.to_string()[..16], std::process::id()));
    DirBuilder::new().mode(0o700).create(&dir).with_context(|| format!("`{}`", dir.display()))?;
    let name = Path::new(&paper.key).file_name().map_or_else(|| "paper".into(), |n| n.to_owned());
    let path = dir.join(name);
    fs::write(&path, bytes).with_context(|| format!("`{}`", path.display()))?;
    Ok(path)
}
