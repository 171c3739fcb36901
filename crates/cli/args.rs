//! The command line.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use clap::{Args, CommandFactory, Parser, Subcommand, ValueEnum};
use ingest::Limits;
use types::Date;

/// Turn council minutes and agendas into records that can be checked word by word, and search them.
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
    Like(Like),
    Query(Query),
    Show(Show),
    Open(Open),
    Status(Status),
    Eval(Eval),
    Verify(Verify),
    Check(Check),
    Reindex(Reindex),
    History(History),
    Diff(Diff),
    Export(Export),
    Schema(Schema),
    /// Read files that a parent process names; not for use by hand.
    #[command(hide = true)]
    Worker(Worker),
}

/// The commands by what they are for, as the help lists them.
const GROUPS: [(&str, &[&str]); 4] = [
    ("Read files", &["extract", "text", "inspect", "schema"]),
    ("Keep an archive", &["ingest", "refresh", "status", "export"]),
    ("Search it", &["search", "like", "query", "show", "open", "history", "diff"]),
    ("Check it", &["verify", "check", "reindex", "eval"]),
];

impl Command {
    /// MiB that the command may take, if it reads files itself.
    pub(crate) fn memory(&self) -> Option<u64> {
        match self {
            Self::Extract(a) => Some(a.limits.memory),
            Self::Text(a) => Some(a.limits.memory),
            Self::Inspect(a) => Some(a.limits.memory),
            _ => None,
        }
    }
}

/// The command line, with its commands in groups.
pub(crate) fn command_line() -> clap::Command {
    let command = Arguments::command();
    let mut listed = String::new();
    for (title, names) in GROUPS {
        listed.push_str(&format!("{title}:\n"));
        for sub in names.iter().filter_map(|name| command.find_subcommand(name)) {
            let about = sub.get_about().map(ToString::to_string).unwrap_or_default();
            listed.push_str(&format!("  {:<9} {about}\n", sub.get_name()));
        }
        listed.push('\n');
    }
    let template = "{about}\n\n{usage-heading} {usage}\n\n{before-help}Options:\n{options}{after-help}";
    command
        .before_help(listed)
        .after_help("`minutebook COMMAND --help` explains a command and shows an example.")
        .help_template(template)
}

/// Print the meeting records of files as JSON, one a line
///
/// Needs no archive.
#[derive(Args)]
#[command(after_help = "Example:\n  minutebook extract minutes.pdf | jq '.decisions[].text'")]
pub(crate) struct Extract {
    /// PDF, DOCX, HTML or text files; `-` reads standard input.
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) limits: ReadingArguments,
}

/// Print a file's text in reading order, page by page
///
/// This is the text in which records count their pages and characters.
#[derive(Args)]
#[command(after_help = "Example:\n  minutebook text minutes.pdf --page 2")]
pub(crate) struct Text {
    /// A PDF, DOCX, HTML or text file, or a record of the archive by its id or name; `-` reads standard input.
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
    /// Only this page, counted from 1.
    #[arg(long, value_name = "N", conflicts_with = "blocks")]
    pub(crate) page: Option<u32>,
    /// Show headings, paragraphs, lists and tables, one a line.
    #[arg(long)]
    pub(crate) blocks: bool,
    #[command(flatten)]
    pub(crate) folder: ArchiveFolder,
    #[command(flatten)]
    pub(crate) limits: ReadingArguments,
}

/// Show how a file was read
///
/// What it says of itself, how well each page could be read, and where the words, lines, tables and blocks of a page
/// are.
#[derive(Args)]
#[command(after_help = "Example:\n  minutebook inspect minutes.pdf\n  minutebook inspect minutes.pdf --page 2\n  \
minutebook inspect minutes.pdf --page 2 --png page.png\n\nColours of the drawings: blocks are boxed in green \
(paragraphs), blue (headings), purple (list items) and orange (cells of tables), furniture in grey; drawn lines are \
red. In pictures words are underlined.")]
pub(crate) struct Inspect {
    /// A PDF, DOCX, HTML or text file, or a record of the archive by its id or name; `-` reads standard input.
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
    #[command(flatten)]
    pub(crate) folder: ArchiveFolder,
    /// The page to show, counted from 1.
    #[arg(long, value_name = "N")]
    pub(crate) page: Option<u32>,
    /// Draw the page with its blocks over it; the first page, if none is named.
    #[arg(long, value_name = "OUT", conflicts_with = "png")]
    pub(crate) svg: Option<PathBuf>,
    /// Paint the page with its blocks over it; the first page, if none is named.
    #[arg(long, value_name = "OUT")]
    pub(crate) png: Option<PathBuf>,
    /// Print all of it as JSON.
    #[arg(long, conflicts_with_all = ["svg", "png"])]
    pub(crate) json: bool,
    #[command(flatten)]
    pub(crate) limits: ReadingArguments,
}

/// Limits of reading.
#[derive(Args)]
pub(crate) struct LimitArguments {
    /// Raise or lower a limit of reading; may be repeated. Names: bytes, unpacked, pages, glyphs, rules, operations,
    /// depth, record.
    #[arg(long = "limit", value_name = "NAME=N")]
    limits: Vec<LimitChange>,
}

impl LimitArguments {
    /// The limits with the changes asked for.
    pub(crate) fn apply(&self) -> Limits {
        let mut limits = Limits::default();
        self.limits.iter().for_each(|change| change.apply(&mut limits));
        limits
    }
}

/// Memory with which a reader starts, at least.
fn mebibytes() -> clap::builder::RangedU64ValueParser {
    clap::value_parser!(u64).range(ingest::LEAST_MEMORY..)
}

/// What reading a file here may take.
#[derive(Args)]
pub(crate) struct ReadingArguments {
    #[command(flatten)]
    limits: LimitArguments,
    /// MiB of memory that reading may use; a file that needs more fails.
    #[arg(long, value_name = "MIB", default_value_t = ingest::MEMORY, value_parser = mebibytes())]
    pub(crate) memory: u64,
}

impl ReadingArguments {
    /// The limits with the changes asked for.
    pub(crate) fn apply(&self) -> Limits {
        self.limits.apply()
    }
}

/// A limit and its new value; the name is known.
#[derive(Clone)]
pub(crate) struct LimitChange {
    name: String,
    value: usize,
}

impl LimitChange {
    fn apply(&self, limits: &mut Limits) {
        // The name was looked up when the change was read.
        let _ = limits.set(&self.name, self.value);
    }
}

impl FromStr for LimitChange {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (name, value) = text.split_once('=').ok_or("give it as NAME=N")?;
        let value = value.parse().map_err(|_| format!("`{value}` is not a whole number"))?;
        Limits::default().set(name, value).map_err(|e| e.to_string())?;
        Ok(Self { name: name.to_owned(), value })
    }
}

/// Where the archive is.
#[derive(Args)]
pub(crate) struct ArchiveFolder {
    /// The archive's folder [default: ./minutebook-archive]
    #[arg(long, value_name = "DIR", env = "MINUTEBOOK_ARCHIVE")]
    archive: Option<PathBuf>,
}

impl ArchiveFolder {
    /// The folder that was named, or the one that is used where none is.
    pub(crate) fn path(&self) -> PathBuf {
        self.archive.clone().unwrap_or_else(|| default_archive(Path::new(".")))
    }
}

/// The archive in a folder where nobody names one. `minutebook` was its name once; it collides with the program's.
pub(crate) fn default_archive(base: &Path) -> PathBuf {
    let (new, old) = (base.join("minutebook-archive"), base.join("minutebook"));
    if !new.exists() && old.join("archive.sqlite").is_file() { old } else { new }
}

/// A record of the archive.
#[derive(Args)]
pub(crate) struct Named {
    /// The record's id, the beginning of one, its readable name, or the name of its file.
    #[arg(value_name = "ID")]
    pub(crate) id: String,
    #[command(flatten)]
    pub(crate) folder: ArchiveFolder,
}

/// Read files and folders into the archive
///
/// Only new and changed files are read.
#[derive(Args)]
#[command(after_help = "Example:\n  minutebook ingest papers/ --archive book")]
pub(crate) struct Ingest {
    /// Files, and folders with all that is in them.
    #[arg(required = true, value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) folder: ArchiveFolder,
    /// Worker processes [default: one for each core]
    #[arg(long, value_name = "N")]
    pub(crate) jobs: Option<usize>,
    /// Seconds that one file may take; a slower one fails.
    #[arg(long, value_name = "SECONDS", default_value_t = ingest::DEADLINE)]
    pub(crate) deadline: u64,
    /// MiB of memory that a worker may use; a document that needs more fails.
    #[arg(long, value_name = "MIB", default_value_t = ingest::MEMORY, value_parser = mebibytes())]
    pub(crate) memory: u64,
    /// Read every file again, even if it has not changed.
    #[arg(long)]
    pub(crate) reread: bool,
    /// Compare bytes even where size and time are the same as before.
    #[arg(long)]
    pub(crate) checksum: bool,
    /// Keep no copies of the files, only paths and hashes. Older versions can then not be read again.
    #[arg(long)]
    pub(crate) reference: bool,
    #[command(flatten)]
    pub(crate) limits: LimitArguments,
    /// Print the result as JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

/// Bring the archive up to date from a configuration file: the nightly job
#[derive(Args)]
#[command(after_help = "The configuration file; relative paths count from its folder:\n  \
archive = \"book\"            # the archive's folder\n  report = \"refresh.json\"     # what was done, as JSON\n  \
jobs = 2                    # like the options of ingest; also deadline, memory, checksum, reference\n  \
[limits]\n  pages = 5000\n  [[source]]\n  name = \"northmere\"\n  \
paths = [\"papers/northmere\", \"downloads/northmere-*.pdf\"]\n\n\
Exits with 0 if everything was read, 2 if some files failed that had not failed before (the rest is stored), \
130 if it was interrupted.\n\n\
Example:\n  minutebook refresh --config minutebook.toml --log json")]
pub(crate) struct Refresh {
    /// The configuration file.
    #[arg(long, value_name = "FILE", default_value = "minutebook.toml")]
    pub(crate) config: PathBuf,
    /// The archive's folder [default: the configuration's, or MINUTEBOOK_ARCHIVE]
    #[arg(long, value_name = "DIR")]
    pub(crate) archive: Option<PathBuf>,
    /// Read everything in the archive again, from the originals it keeps. For use after an update of minutebook.
    #[arg(long)]
    pub(crate) reread: bool,
    /// Compare bytes even where size and time are the same as before.
    #[arg(long)]
    pub(crate) checksum: bool,
    /// Where to write the report, as JSON [default: the configuration's]
    #[arg(long, value_name = "FILE")]
    pub(crate) report: Option<PathBuf>,
    /// The form of the log on standard error.
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(crate) log: LogFormat,
    /// Also log every new and changed file.
    #[arg(long)]
    pub(crate) verbose: bool,
    /// Print the summary as JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum LogFormat {
    /// Lines to read.
    Text,
    /// One JSON object a line.
    Json,
}

/// Find words in the archive: decisions, actions, items, and all other text
///
/// One hit is one meeting; what matches in its papers stands below it, each with its page. Exits with 1 if nothing is
/// found, and with 2 if the query cannot be understood.
#[derive(Args)]
#[command(
    after_help = "All words must be there. `minutebook query` explains phrases, fields and dates on one page.\n\n\
    Examples:\n  minutebook search MARAC funding --kind decision --from 2023/24\n  \
    minutebook search '\"domestic abuse\" NEAR/10 funding'\n  \
    minutebook search kind:action agency:probation --sort newest\n  \
    minutebook search '\"county lines\"' --group-by year"
)]
pub(crate) struct Search {
    /// What to look for; several words need no quotes.
    #[arg(value_name = "QUERY")]
    pub(crate) query: Vec<String>,
    /// Run every query of a CSV file: a column `query`, and a column `name` if there is one.
    #[arg(long, value_name = "FILE.csv", conflicts_with_all = ["query", "group_by"])]
    pub(crate) queries: Option<PathBuf>,
    /// Only bodies with these words in their name or their council's.
    #[arg(long, value_name = "WORDS")]
    pub(crate) body: Option<String>,
    /// Only decisions, actions, items, or passages of the other text.
    #[arg(long)]
    pub(crate) kind: Option<Kind>,
    /// Meetings of this day, month or year or later.
    #[arg(long, value_name = "DATE", value_parser = first_day)]
    pub(crate) from: Option<Date>,
    /// Meetings of this day, month or year or earlier.
    #[arg(long, value_name = "DATE", value_parser = last_day)]
    pub(crate) to: Option<Date>,
    /// Include papers whose files have disappeared.
    #[arg(long)]
    pub(crate) gone: bool,
    /// Show each paper apart, also those of one meeting.
    #[arg(long)]
    pub(crate) all: bool,
    /// Search short forms by their letters only, not by what the papers say that they stand for.
    #[arg(long)]
    pub(crate) no_expand: bool,
    /// The order of the hits.
    #[arg(long, value_name = "ORDER", default_value = "relevance")]
    pub(crate) sort: Order,
    /// Count the meetings that match instead of showing them.
    #[arg(long, value_name = "FIELD")]
    pub(crate) group_by: Option<GroupBy>,
    /// Print only how many there are.
    #[arg(long, conflicts_with = "group_by")]
    pub(crate) count: bool,
    /// The number of hits to show; 0 shows only how many there are.
    #[arg(long, value_name = "N", default_value_t = 20)]
    pub(crate) limit: usize,
    /// The page of hits to show.
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(crate) page: usize,
    /// How to print: for reading, or as rows that are ready to cite.
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(crate) format: HitFormat,
    /// Print one JSON object: counts, notes, hits. The same as `--format json`.
    #[arg(long, conflicts_with = "format")]
    pub(crate) json: bool,
    #[command(flatten)]
    pub(crate) folder: ArchiveFolder,
}

#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum Kind {
    Item,
    Decision,
    Action,
    Passage,
}

/// The order of hits.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Order {
    /// The best first.
    Relevance,
    /// The newest meeting first.
    #[value(alias = "date")]
    Newest,
    /// The oldest meeting first.
    Oldest,
}

/// What is counted by.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum GroupBy {
    Body,
    Council,
    Year,
    Kind,
    Type,
    Document,
    Agency,
    Person,
}

/// How hits are printed.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum HitFormat {
    /// For reading.
    Text,
    /// One object with everything.
    Json,
    /// A row for each sentence that matches, as JSON.
    Jsonl,
    /// A row for each sentence that matches.
    Csv,
    /// A table for a report.
    Md,
}

fn first_day(typed: &str) -> Result<Date, String> {
    ::index::days(typed)?.0.ok_or_else(|| format!("`{typed}` has no beginning"))
}

fn last_day(typed: &str) -> Result<Date, String> {
    ::index::days(typed)?.1.ok_or_else(|| format!("`{typed}` has no end"))
}

/// Find business like that of a record
///
/// The words that tell it from other business are searched; papers of the same meeting are left out.
#[derive(Args)]
#[command(after_help = "Example:\n  minutebook like 070d82eb056f1e00/1 --item 97 --kind decision")]
pub(crate) struct Like {
    #[command(flatten)]
    pub(crate) record: Named,
    /// Only the item of this number.
    #[arg(long, value_name = "NUMBER")]
    pub(crate) item: Option<String>,
    /// Only decisions, actions, items, or passages of the other text.
    #[arg(long)]
    pub(crate) kind: Option<Kind>,
    /// The number of hits to show.
    #[arg(long, value_name = "N", default_value_t = 10)]
    pub(crate) limit: usize,
    /// Print one JSON object, as `search` does.
    #[arg(long)]
    pub(crate) json: bool,
}

/// Explain the query language on one page
#[derive(Args)]
#[command(after_help = "Example:\n  minutebook query | less")]
pub(crate) struct Query {}

/// Show a record as a person would read it
#[derive(Args)]
#[command(after_help = "Examples:\n  minutebook show northmere-safety-board-2024-05-14-minutes\n  \
    minutebook show 070d82eb056f1e00/1 --item 97")]
pub(crate) struct Show {
    #[command(flatten)]
    pub(crate) record: Named,
    /// Only the item of this number, with what was said.
    #[arg(long, value_name = "NUMBER")]
    pub(crate) item: Option<String>,
    /// Show what was said, not only what was decided.
    #[arg(long)]
    pub(crate) full: bool,
    /// Print the record as JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

/// Open a record's paper in the system's viewer, at a page
#[derive(Args)]
#[command(after_help = "Example:\n  minutebook open 070d82eb056f1e00/1 --page 4")]
pub(crate) struct Open {
    #[command(flatten)]
    pub(crate) record: Named,
    /// The page, counted from 1.
    #[arg(long, value_name = "N")]
    pub(crate) page: Option<u32>,
    /// Only print the address that would be opened.
    #[arg(long)]
    pub(crate) print: bool,
}

/// Show what the archive holds, what failed and why, and which meetings are missing
///
/// Every file that was found is either stored or failed with a reason. A meeting is missing if the papers mention it
/// and the archive has nothing of it.
#[derive(Args)]
#[command(
    after_help = "A meeting is missing if an earlier one announced its day, if a later one approved its minutes, or if \
minute numbers skip between two meetings; the words are shown. A cancelled meeting, or one held close to the announced \
date, is not reported missing.\n\n\
The last columns judge the words:\n  \
quality  how far they can be trusted to be the printed ones, 0 to 1\n  \
known    the share of common words; running text has a third or more\n  \
glued    the share of words that have lost the spaces between them\n\n\
Exits with 2 if the ledger does not balance.\n\nExample:\n  minutebook status --archive book --by-body --by-year"
)]
pub(crate) struct Status {
    /// A row for each body.
    #[arg(long)]
    pub(crate) by_body: bool,
    /// A row for each year.
    #[arg(long)]
    pub(crate) by_year: bool,
    /// Count meetings before this day as due [default: today]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = date)]
    pub(crate) today: Option<Date>,
    /// Print the ledger as JSON.
    #[arg(long)]
    pub(crate) json: bool,
    #[command(flatten)]
    pub(crate) folder: ArchiveFolder,
}

/// Check that every quoted word is at its place in its file
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

/// Check that the archive is whole
///
/// Database, ledger, the hashes of all originals, and the index against the records.
#[derive(Args)]
#[command(after_help = "Exits with 2 if something is wrong.\n\nExample:\n  minutebook check --archive book")]
pub(crate) struct Check {
    /// Print the result as JSON.
    #[arg(long)]
    pub(crate) json: bool,
    #[command(flatten)]
    pub(crate) folder: ArchiveFolder,
}

/// Rebuild the search index from the records
#[derive(Args)]
#[command(after_help = "Example:\n  minutebook reindex --archive book")]
pub(crate) struct Reindex {
    #[command(flatten)]
    pub(crate) folder: ArchiveFolder,
}

/// Show the versions of a record's file: drafts, approved minutes, corrections
///
/// The oldest version comes first; then what later meetings said of the minutes, and other papers of the meeting.
#[derive(Args)]
#[command(after_help = "Example:\n  minutebook history northmere-safety-board-2024-05-14-minutes")]
pub(crate) struct History {
    #[command(flatten)]
    pub(crate) record: Named,
    /// Print the versions as JSON, one a line, each with its records.
    #[arg(long)]
    pub(crate) json: bool,
}

/// Show what changed between two versions of a record's file
#[derive(Args)]
#[command(after_help = "Exits with 1 if no field changed.\n\nExample:\n  minutebook diff \
northmere-safety-board-2024-05-14-minutes")]
pub(crate) struct Diff {
    #[command(flatten)]
    pub(crate) record: Named,
    /// The older version [default: the last but one]
    #[arg(long, value_name = "N")]
    pub(crate) from: Option<i64>,
    /// The newer version [default: the last]
    #[arg(long, value_name = "N")]
    pub(crate) to: Option<i64>,
    /// Print the changes as JSON, one a line.
    #[arg(long)]
    pub(crate) json: bool,
}

/// Write all records as JSON lines, or a table of them as CSV
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

/// Compare records with what a person read in the same papers
///
/// Prints precision, recall and F1 for each field.
#[derive(Args)]
#[command(
    after_help = "A truth is a JSON file with the fields of a record, and `file`: the name of the paper. Papers are \
    looked for beside the truths and in the folders next to theirs. One that cannot be read counts as an empty \
    record.\n\n\
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

/// Print the JSON Schema of the records
#[derive(Args)]
#[command(after_help = "Example:\n  minutebook schema > record.schema.json")]
pub(crate) struct Schema {}

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

/// The command line as typed, but for words that a query leaves out: `search theft -vehicle`. No option of `search`
/// has one letter besides `-h`, so that they can be told.
pub(crate) fn typed() -> Vec<OsString> {
    let mut typed: Vec<OsString> = std::env::args_os().collect();
    if typed.get(1).is_some_and(|command| command == "search") {
        for word in typed.iter_mut().skip(2) {
            let text = word.to_string_lossy();
            if text.starts_with('-') && text.len() > 1 && !text.starts_with("--") && text != "-h" {
                *word = format!(" {text}").into();
            }
        }
    }
    typed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_well_formed_and_every_command_shows_an_example() {
        let command = command_line();
        command.clone().debug_assert();
        let grouped: Vec<&str> = GROUPS.iter().flat_map(|(_, names)| names.iter().copied()).collect();
        let commands: Vec<_> = command.get_subcommands().filter(|s| !s.is_hide_set()).collect();
        assert_eq!(commands.len(), grouped.len());
        for sub in commands {
            assert!(grouped.contains(&sub.get_name()), "{} is in no group of the help", sub.get_name());
            let help = sub.get_after_help().map(ToString::to_string).unwrap_or_default();
            assert!(help.contains("Example"), "{}", sub.get_name());
        }
    }
}
