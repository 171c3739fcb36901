//! How many workers run at once.

use std::fs;
use std::thread::available_parallelism;

use crate::terminal;

/// Workers beyond this many a core only wait for each other.
const A_CORE: usize = 4;
/// Memory that a worker takes on the largest papers seen, in MiB (130 measured for a newspaper of 304 pages).
const A_WORKER: usize = 160;

/// The workers to start: as many as were asked for, or one a core, but no more than cores and memory can carry. Says so
/// where that is fewer.
pub(crate) fn workers(asked: Option<usize>) -> usize {
    let cores = available_parallelism().map_or(1, usize::from);
    let asked = asked.unwrap_or(cores).max(1);
    let most = most(cores, free_memory());
    if asked > most {
        terminal::error(&format!(
            "{most} workers are started, not {asked}: more than {A_CORE} a core, or than the free memory holds, would \
             only slow each other down"
        ));
    }
    asked.min(most)
}

/// The most workers for these cores and this much free memory in MiB, if that is known.
fn most(cores: usize, free: Option<usize>) -> usize {
    free.map_or(usize::MAX, |mib| mib / A_WORKER).min(cores * A_CORE).max(1)
}

/// Memory that can be had without swapping, in MiB, where the system tells it.
fn free_memory() -> Option<usize> {
    let told = fs::read_to_string("/proc/meminfo").ok()?;
    let line = told.lines().find_map(|l| l.strip_prefix("MemAvailable:"))?;
    let kib: usize = line.split_whitespace().next()?.parse().ok()?;
    Some(kib / 1024)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn workers_are_bound_by_cores_and_by_memory() {
        assert_eq!(most(2, None), 8);
        assert_eq!(most(2, Some(24_000)), 8);
        assert_eq!(most(16, Some(1_600)), 10);
        assert_eq!(most(16, Some(10)), 1);
    }
}
