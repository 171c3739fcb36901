//! Keeps sources, their versions and their records in one folder.
