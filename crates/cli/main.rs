//! Turns a command line into one of the rooms' functions, and their results into text.

#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "it is the edge: terminal, files, clock")]

mod alerts;
mod args;
mod check;
mod clock;
mod eval;
mod exit;
mod export;
mod groups;
mod history;
mod ingest;
mod inspect;
mod jobs;
mod open;
mod progress;
mod query_help;
mod read;
mod refresh;
mod rows;
mod said;
mod search;
mod show;
mod status;
mod supervised;
mod terminal;

use args::{Arguments, Command};
use clap::FromArgMatches;
use exit::Exit;
use std::process::ExitCode;
use std::thread;

fn main() -> ExitCode {
    // One thread with a deep stack reads every file: deep papers need it, and the patterns' automata, which are kept
    // by thread, are built once.
    let thread = thread::Builder::new().name("reader".into()).stack_size(::ingest::STACK).spawn(run);
    match thread.map(thread::JoinHandle::join) {
        Ok(Ok(exit)) => exit,
        Ok(Err(panic)) => {
            let said = ::ingest::panic_message(panic.as_ref());
            terminal::error(&format!("a fault of minutebook itself; nothing stored is lost: {said}"));
            Exit::Failed.into()
        }
        Err(error) => {
            terminal::error(&format!(
                "the system gives no thread to work with: {error}; close other programs and try again"
            ));
            Exit::Failed.into()
        }
    }
}

fn run() -> ExitCode {
    // Who runs a command is told in one line, by `main`, and never by a trace of the program.
    std::panic::set_hook(Box::new(|_| {}));
    let arguments = match Arguments::from_arg_matches(&args::command_line().get_matches_from(args::typed())) {
        Ok(arguments) => arguments,
        Err(error) => error.exit(),
    };
    if let Some(ended) = arguments.command.memory().and_then(supervised::run) {
        return ended;
    }
    let result = match arguments.command {
        Command::Extract(a) => read::extract(&a),
        Command::Text(a) => read::text(&a),
        Command::Inspect(a) => inspect::inspect(&a),
        Command::Ingest(a) => ingest::ingest(&a),
        Command::Refresh(a) => refresh::refresh(&a),
        Command::Search(a) => search::search(&a),
        Command::Like(a) => search::like(&a),
        Command::Query(args::Query {}) => query_help::show(),
        Command::Show(a) => show::show(&a),
        Command::Open(a) => open::open(&a),
        Command::Status(a) => status::status(&a),
        Command::Eval(a) => eval::eval(&a),
        Command::Verify(a) => check::verify(&a),
        Command::Check(a) => check::check(&a),
        Command::Reindex(a) => check::reindex(&a),
        Command::History(a) => history::history(&a),
        Command::Diff(a) => history::diff(&a),
        Command::Export(a) => export::export(&a),
        Command::Schema(args::Schema {}) => read::schema(),
        Command::Worker(a) => {
            ::ingest::serve(a.archive.as_deref(), a.limits.apply(), a.memory).map(|()| Exit::Done).map_err(Into::into)
        }
    };
    match result {
        Ok(exit) => exit.into(),
        // Whoever reads us has seen enough (`minutebook extract … | head`).
        Err(error) if is_broken_pipe(&error) => Exit::Done.into(),
        Err(error) => {
            terminal::error(&said(&error));
            Exit::Failed.into()
        }
    }
}

/// The error and its causes, each said once: many already name theirs.
fn said(error: &anyhow::Error) -> String {
    error.chain().map(ToString::to_string).fold(String::new(), |said, cause| {
        if said.is_empty() {
            cause
        } else if said.contains(&cause) {
            said
        } else {
            format!("{said}: {cause}")
        }
    })
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        let io = cause.downcast_ref::<std::io::Error>().map(std::io::Error::kind);
        let csv = cause.downcast_ref::<csv::Error>().and_then(|e| match e.kind() {
            csv::ErrorKind::Io(e) => Some(e.kind()),
            _ => None,
        });
        let json = cause.downcast_ref::<serde_json::Error>().and_then(serde_json::Error::io_error_kind);
        io.or(json).or(csv) == Some(std::io::ErrorKind::BrokenPipe)
    })
}
