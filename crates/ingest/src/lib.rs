//! Walks the hallway for many files, in parallel, and survives any of them.
