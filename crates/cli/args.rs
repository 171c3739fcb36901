//! The command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use ingest::Limits;
use types::Date;

/// Council minutes and agendas as records that can be checked word by word, and searched.
#[derive(Parser)]
#[command(name = "minutebook", version, max_term_width = 100)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Subcommand)]
pub(crate) enum Command {
    Extract(Extract),
    Text(Text),
    Inspect(Inspect),
    Ingest(Ingest),
    Refresh(Refresh),
    Search(Search),
    Show(Show),
    Status(Status),
    Eval(Eval),
    Verify(Verify),
    Check(Check),
    Reindex(Reindex),
    History(History),
    Diff(Diff),
    Export(Export),
    /// Print the JSON Schema of the records.
    Schema,
    /// Read files that a parent process names; not for use by hand.
    #[command(hide = true)]
    Worker(Worker),
}

/// Print the meeting records of files as JSON, one a line. Needs no archive.
#[derive(Args)]
#[command(after_help = "Example:\n  minutebook extract minutes.pdf | jq '.decisions[].text'")]
pub(crate) struct Extract {
    /// PDF, DOCX, HTML or text files; `-` reads standard input.
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) limits: LimitArguments,
}

/// Print a file's text in reading order, page by page: what the places of a record count in.
#[derive(Args)]
#[command(after_help = "Example:\n  minutebook text minutes.pdf --page 2")]
pub(crate) struct Text {
    /// A PDF, DOCX, HTML or text file; `-` reads standard input.
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
    /// Only this page, counted from 1.
    #[arg(long, value_name = "N", conflicts_with = "blocks")]
    pub(crate) page: Option<u32>,
    /// Show headings, paragraphs, lists and tables, one a line.
    #[arg(long)]
    pub(crate) blocks: bool,
    #[command(flatten)]
    pub(crate) limits: LimitArguments,
}

/// Show how a file was read: what it says of itself, how well each page could be read, and where the words, lines,
/// tables and blocks of a page stand.
#[derive(Args)]
#[command(after_help = "Example:\n  minutebook inspect minutes.pdf\n  minutebook inspect minutes.pdf --page 2\n  \
minutebook inspect minutes.pdf --page 2 --png page.png\n\nColours of the drawings: blocks are boxed in green \
(paragraphs), blue (headings), purple (list items) and orange (cells of tables), furniture in grey; drawn lines are \
red. In pictures words are underlined.")]
pub(crate) struct Inspect {
    /// A PDF, DOCX, HTML or text file; `-` reads standard input.
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
    /// The page to show, counted from 1.
    #[arg(long, value_name = "N")]
    pub(crate) page: Option<u32>,
    /// Draw the page (the first, if none is named) with its blocks over it.
    #[arg(long, value_name = "OUT", conflicts_with = "png")]
    pub(crate) svg: Option<PathBuf>,
    /// Paint the page (the first, if none is named) with its blocks over it.
    #[arg(long, value_name = "OUT")]
    pub(crate) png: Option<PathBuf>,
    /// Print all of it as JSON.
    #[arg(long, conflicts_with_all = ["svg", "png"])]
    pub(crate) json: bool,
    #[command(flatten)]
    pub(crate) limits: LimitArguments,
}

/// Limits of reading.
#[derive(Args)]
pub(crate) struct LimitArguments {
    /// Change a limit of reading; may be given again. Names: bytes, unpacked, pages, glyphs, rules, operations, depth.
    #[arg(long = "limit", value_name = "NAME=N", value_parser = limit)]
    pub(crate) limits: Vec<(String, usize)>,
}

impl LimitArguments {
    /// The limits with the changes asked for.
    pub(crate) fn apply(&self) -> Limits {
        let mut limits = Limits::default();
        for (name, value) in &self.limits {
            if let Some(limit) = Limits::ALL.iter().find(|l| l.name == name) {
                *(limit.value)(&mut limits) = *value;
            }
        }
        limits
    }
}

fn limit(text: &str) -> Result<(String, usize), String> {
    let (name, value) = text.split_once('=').ok_or("give it as NAME=N")?;
    if !Limits::ALL.iter().any(|l| l.name == name) {
        let all: Vec<String> = Limits::ALL.iter().map(|l| format!("{}: {}", l.name, l.reason)).collect();
        return Err(format!("there is no limit `{name}`; the limits are\n  {}", all.join("\n  ")));
    }
    let value = value.parse().map_err(|_| format!("`{value}` is no number"))?;
    Ok((name.to_owned(), value))
}

/// Where the archive is.
#[derive(Args)]
pub(crate) struct ArchiveFolder {
    /// The archive's folder.
    #[arg(long, value_name = "DIR", env = "MINUTEBOOK_ARCHIVE", default_value = "./minutebook")]
    pub(crate) archive: PathBuf,
}

/// A record of the archive.
#[derive(Args)]
pub(crate) struct Named {
    /// The record's id, the beginning of one, or its readable name.
    #[arg(value_name = "ID")]
    pub(crate) id: String,
    #[command(flatten)]
    pub(crate) folder: ArchiveFolder,
}

/// Read files and folders into the archive; only what is new or changed is read.
#[derive(Args)]
#[command(after_help = "Example:\n  minutebook ingest papers/ --archive book")]
pub(crate) struct Ingest {
    /// Files, and folders with all that is in them.
    #[arg(required = true, value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) folder: ArchiveFolder,
    /// Worker processes; by default one a core.
    #[arg(long, value_name = "N")]
    pub(crate) jobs: Option<usize>,
    /// Seconds that one file may take.
    #[arg(long, value_name = "SECONDS", default_value_t = ingest::DEADLINE)]
    pub(crate) deadline: u64,
    /// MiB of address space that a worker may take; a document that needs more fails.
    #[arg(long, value_name = "MIB", default_value_t = ingest::MEMORY, value_parser = clap::value_parser!(u64).range(ingest::LEAST_MEMORY..))]
    pub(crate) memory: u64,
    /// Read every file again, also those that have not changed.
    #[arg(long)]
    pub(crate) reread: bool,
    /// Compare the bytes also of files whose size and time are as they were.
    #[arg(long)]
    pub(crate) checksum: bool,
    /// Keep no copies of the files, only their paths and hashes: older versions cannot be read again then.
    #[arg(long)]
    pub(crate) reference: bool,
    #[command(flatten)]
    pub(crate) limits: LimitArguments,
    /// Print the result as JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

/// Bring the archive up to date with the sources of a configuration file: what a nightly job runs.
#[derive(Args)]
#[command(after_help = "The configuration, with relative paths taken from its own folder on:\n  \
archive = \"book\"            # the archive's folder\n  report = \"refresh.json\"     # what was done, as JSON\n  \
jobs = 2                    # as the options of ingest: deadline, memory, checksum, reference\n  \
[limits]\n  pages = 5000\n  [[source]]\n  name = \"northmere\"\n  \
paths = [\"papers/northmere\", \"downloads/northmere-*.pdf\"]\n\n\
Exits with 0 if all is read, 2 if something failed (the rest is done all the same), 130 if it was interrupted.\n\n\
Example:\n  minutebook refresh --config minutebook.toml --log json")]
pub(crate) struct Refresh {
    /// The configuration file.
    #[arg(long, value_name = "FILE", default_value = "minutebook.toml")]
    pub(crate) config: PathBuf,
    /// The archive's folder; else the configuration names it, or MINUTEBOOK_ARCHIVE does.
    #[arg(long, value_name = "DIR")]
    pub(crate) archive: Option<PathBuf>,
    /// Read all that the archive holds again, from the originals that it keeps: after a new version of minutebook.
    #[arg(long)]
    pub(crate) reread: bool,
    /// Compare the bytes also of files whose size and time are as they were.
    #[arg(long)]
    pub(crate) checksum: bool,
    /// Where to write what was done, as JSON; else the configuration tells.
    #[arg(long, value_name = "FILE")]
    pub(crate) report: Option<PathBuf>,
    /// How the log on standard error is written.
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(crate) log: LogFormat,
    /// Log every file that is new or changed, too.
    #[arg(long)]
    pub(crate) verbose: bool,
    /// Print the summary as JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum LogFormat {
    /// A line for a reader.
    Text,
    /// A JSON object a line.
    Json,
}

/// Find items, decisions and actions in the archive.
#[derive(Args)]
#[command(after_help = "All words must be there; \"quotes\" make a phrase, -word excludes, OR joins two.\n\n\
    Example:\n  minutebook search '\"domestic abuse\" funding' --kind decision --from 2023-04-01")]
pub(crate) struct Search {
    /// What to look for.
    #[arg(value_name = "QUERY", allow_hyphen_values = true)]
    pub(crate) query: String,
    /// Only bodies with these words in their name.
    #[arg(long, value_name = "WORDS")]
    pub(crate) body: Option<String>,
    /// Only decisions, only actions, or only items.
    #[arg(long)]
    pub(crate) kind: Option<Kind>,
    /// Meetings of this day or later.
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = date)]
    pub(crate) from: Option<Date>,
    /// Meetings of this day or earlier.
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = date)]
    pub(crate) to: Option<Date>,
    /// Also in papers that are not where they were found any more.
    #[arg(long)]
    pub(crate) gone: bool,
    /// How many hits at most.
    #[arg(long, value_name = "N", default_value_t = 20)]
    pub(crate) limit: usize,
    /// Print the hits as JSON, one a line.
    #[arg(long)]
    pub(crate) json: bool,
    #[command(flatten)]
    pub(crate) folder: ArchiveFolder,
}

#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum Kind {
    Item,
    Decision,
    Action,
}

/// Show a record as a person would read it.
#[derive(Args)]
#[command(after_help = "Example:\n  minutebook show northmere-safety-board-2024-05-14-minutes")]
pub(crate) struct Show {
    #[command(flatten)]
    pub(crate) record: Named,
    /// Print the record as JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

/// Show the ledger: every file that was found is stored or failed with a reason; and the meetings that the papers prove
/// and the archive does not hold.
#[derive(Args)]
#[command(
    after_help = "A meeting is missed if an earlier one named its day, a later one had its minutes before it, or \
minute numbers are left out between two; the words that say so are shown. Meetings that were cancelled, or seem to \
have been held on a day near, are not missed. Quality, known and glued are of the words: how far they can be trusted, \
how many are common ones (a third or more in running text), how many have lost their spaces.\n\n\
Exits with 2 if the ledger does not balance.\n\nExample:\n  minutebook status --archive book --by-body --by-year"
)]
pub(crate) struct Status {
    /// A row for each body.
    #[arg(long)]
    pub(crate) by_body: bool,
    /// A row for each year.
    #[arg(long)]
    pub(crate) by_year: bool,
    /// Which meetings should have been held: those before this day; by default before today.
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = date)]
    pub(crate) today: Option<Date>,
    /// Print the ledger as JSON.
    #[arg(long)]
    pub(crate) json: bool,
    #[command(flatten)]
    pub(crate) folder: ArchiveFolder,
}

/// Read every place of every record again; the quoted words must be there.
#[derive(Args)]
#[command(after_help = "Exits with 2 if a quote is not at its place.\n\nExample:\n  minutebook verify --archive book")]
pub(crate) struct Verify {
    /// Print the result as JSON.
    #[arg(long)]
    pub(crate) json: bool,
    #[command(flatten)]
    pub(crate) folder: ArchiveFolder,
    #[command(flatten)]
    pub(crate) limits: LimitArguments,
}

/// Check that the archive is whole: database, ledger, the hashes of all originals, and the index against the records.
#[derive(Args)]
#[command(after_help = "Exits with 2 if something is wrong.\n\nExample:\n  minutebook check --archive book")]
pub(crate) struct Check {
    /// Print the result as JSON.
    #[arg(long)]
    pub(crate) json: bool,
    #[command(flatten)]
    pub(crate) folder: ArchiveFolder,
}

/// Build the index anew from the records.
#[derive(Args)]
#[command(after_help = "Example:\n  minutebook reindex --archive book")]
pub(crate) struct Reindex {
    #[command(flatten)]
    pub(crate) folder: ArchiveFolder,
}

/// Show the versions of a record's file that were seen, the oldest first: drafts and what was approved, what later
/// meetings said of the minutes, and other papers of the meeting.
#[derive(Args)]
#[command(after_help = "Example:\n  minutebook history northmere-safety-board-2024-05-14-minutes")]
pub(crate) struct History {
    #[command(flatten)]
    pub(crate) record: Named,
    /// Print the versions as JSON, one a line, each with its records.
    #[arg(long)]
    pub(crate) json: bool,
}

/// Show what changed between two versions of a record's file, field by field.
#[derive(Args)]
#[command(after_help = "Exits with 1 if nothing that is read changed.\n\nExample:\n  minutebook diff \
northmere-safety-board-2024-05-14-minutes")]
pub(crate) struct Diff {
    #[command(flatten)]
    pub(crate) record: Named,
    /// The older version; by default the last but one.
    #[arg(long, value_name = "N")]
    pub(crate) from: Option<i64>,
    /// The newer version; by default the last.
    #[arg(long, value_name = "N")]
    pub(crate) to: Option<i64>,
    /// Print the changes as JSON, one a line.
    #[arg(long)]
    pub(crate) json: bool,
}

/// Write all records as JSON lines, or one of their tables as CSV.
#[derive(Args)]
#[command(after_help = "Example:\n  minutebook export --format csv --table decisions > decisions.csv")]
pub(crate) struct Export {
    /// The format.
    #[arg(long)]
    pub(crate) format: Format,
    /// Which table, for CSV.
    #[arg(long, default_value = "decisions")]
    pub(crate) table: Table,
    #[command(flatten)]
    pub(crate) folder: ArchiveFolder,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// A record a line.
    Jsonl,
    /// A row a line, with body, day, page and words in each.
    Csv,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Table {
    Meetings,
    Participants,
    Items,
    Decisions,
    Votes,
    Actions,
    Declarations,
    Findings,
}

/// Compare what is read with what a person read in the same papers: precision, recall and F1 a field.
#[derive(Args)]
#[command(
    after_help = "A truth is a JSON file with the record's own fields, and `file`: the paper's name. Papers are looked for \
    beside the truths and in the folders next to theirs. One that cannot be read counts as a record with nothing in it.\n\n\
    Example:\n  minutebook eval fixtures/truth --by-body"
)]
pub(crate) struct Eval {
    /// The folder of the truths.
    #[arg(value_name = "GOLD_DIR")]
    pub(crate) truths: PathBuf,
    /// Where the papers are; may be given again.
    #[arg(long, value_name = "DIR")]
    pub(crate) papers: Vec<PathBuf>,
    /// Take the paper `<truth's name>.<SUFFIX>` (`chromium.pdf`) instead of the truth's own.
    #[arg(long = "as", value_name = "SUFFIX")]
    pub(crate) rendering: Option<String>,
    /// Compare the records in this folder (`<truth's name>.json` or `.ndjson`), and read no paper.
    #[arg(long, value_name = "DIR", conflicts_with_all = ["papers", "rendering"])]
    pub(crate) records: Option<PathBuf>,
    /// Add a row for each body.
    #[arg(long)]
    pub(crate) by_body: bool,
    /// Add a row for each truth.
    #[arg(long)]
    pub(crate) by_paper: bool,
    /// Print all of it as JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Args)]
pub(crate) struct Worker {
    #[arg(long)]
    pub(crate) archive: Option<PathBuf>,
    #[arg(long, default_value_t = ingest::MEMORY)]
    pub(crate) memory: u64,
    #[command(flatten)]
    pub(crate) limits: LimitArguments,
}

fn date(text: &str) -> Result<Date, String> {
    Date::parse(text).ok_or_else(|| "not a day; write it as 2024-05-31".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_well_formed_and_every_command_shows_an_example() {
        let command = Arguments::command();
        command.clone().debug_assert();
        for sub in command.get_subcommands().filter(|s| !s.is_hide_set() && s.get_name() != "schema") {
            let help = sub.get_after_help().map(ToString::to_string).unwrap_or_default();
            assert!(help.contains("Example:"), "{}", sub.get_name());
        }
    }
}
