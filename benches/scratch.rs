//! A folder for a measurement.

use std::fs;
use std::path::PathBuf;

/// A folder that is gone in the end.
pub struct Scratch(pub PathBuf);

impl Scratch {
    /// One of this name and of this process; nothing is in it, and it is not there yet.
    pub fn new(name: &str) -> Self {
        Self(std::env::temp_dir().join(format!("minutebook-{name}-{}", std::process::id())))
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}
