//! The fields of the index.

use tantivy::schema::{
    FAST, Field, INDEXED, IndexRecordOption, NumericOptions, STORED, STRING, Schema, TextFieldIndexing, TextOptions,
};

use crate::fields_of_queries::{Term, Words};
use crate::tokens::NAME;

/// The fields. One document of the index is one unit: [`crate::units::Unit`].
#[derive(Clone, Copy)]
pub(crate) struct Fields {
    /// The work that it comes from: what is replaced together.
    pub(crate) work: Field,
    /// Its own words.
    pub(crate) text: Field,
    /// Words that it is to be found by as well: of a decision its item's title, its mover.
    pub(crate) context: Field,
    pub(crate) title: Field,
    pub(crate) body: Field,
    pub(crate) council: Field,
    pub(crate) person: Field,
    pub(crate) agency: Field,
    pub(crate) owner: Field,
    pub(crate) mover: Field,
    pub(crate) seconder: Field,
    pub(crate) file: Field,
    pub(crate) kind: Field,
    pub(crate) of_type: Field,
    pub(crate) outcome: Field,
    pub(crate) role: Field,
    pub(crate) item: Field,
    pub(crate) document: Field,
    pub(crate) status: Field,
    pub(crate) possible: Field,
    /// Days since 1970; nothing where the paper has no date.
    pub(crate) day: Field,
    /// 1 where the paper has no date.
    pub(crate) undated: Field,
    /// 1 where the file is not there any more.
    pub(crate) gone: Field,
    /// 1 in the first unit of a record: one a paper.
    pub(crate) first: Field,
    /// A hash of the meeting, and of the record, each with the unit's kind: [`crate::collect::keyed`].
    pub(crate) meeting: Field,
    pub(crate) record: Field,
    /// What is counted by: each name whole.
    pub(crate) body_name: Field,
    pub(crate) council_name: Field,
    pub(crate) person_name: Field,
    pub(crate) agency_name: Field,
    /// A short form and what it stands for, where the paper says so.
    pub(crate) short_form: Field,
    /// What a hit is shown from.
    pub(crate) stored: Field,
}

pub(crate) fn schema() -> (Schema, Fields) {
    let mut builder = Schema::builder();
    let words = TextOptions::default().set_indexing_options(
        TextFieldIndexing::default().set_tokenizer(NAME).set_index_option(IndexRecordOption::WithFreqsAndPositions),
    );
    let counted = || NumericOptions::default() | FAST;
    let mut words = |name: &str| builder.add_text_field(name, words.clone());
    let (text, context, title) = (words("text"), words("context"), words("title"));
    let (body, council, person, agency) = (words("body"), words("council"), words("person"), words("agency"));
    let (owner, mover, seconder, file) = (words("owner"), words("mover"), words("seconder"), words("file"));
    let fields = Fields {
        text,
        context,
        title,
        body,
        council,
        person,
        agency,
        owner,
        mover,
        seconder,
        file,
        work: builder.add_text_field("work", STRING),
        kind: builder.add_text_field("kind", STRING | FAST),
        of_type: builder.add_text_field("type", STRING | FAST),
        outcome: builder.add_text_field("outcome", STRING | FAST),
        role: builder.add_text_field("role", STRING),
        item: builder.add_text_field("item", STRING),
        document: builder.add_text_field("document", STRING | FAST),
        status: builder.add_text_field("status", STRING),
        possible: builder.add_u64_field("possible", INDEXED),
        day: builder.add_i64_field("day", INDEXED | FAST),
        undated: builder.add_u64_field("undated", INDEXED),
        gone: builder.add_u64_field("gone", INDEXED),
        first: builder.add_u64_field("first", INDEXED),
        meeting: builder.add_u64_field("meeting", counted()),
        record: builder.add_u64_field("record", counted()),
        body_name: builder.add_text_field("body_name", FAST),
        council_name: builder.add_text_field("council_name", FAST),
        person_name: builder.add_text_field("person_name", FAST),
        agency_name: builder.add_text_field("agency_name", FAST),
        short_form: builder.add_text_field("short_form", STRING),
        stored: builder.add_text_field("stored", STORED),
    };
    (builder.build(), fields)
}

impl Fields {
    pub(crate) fn of_words(self, words: Words) -> Field {
        match words {
            Words::Text => self.text,
            Words::Title => self.title,
            Words::Body => self.body,
            Words::Council => self.council,
            Words::Person => self.person,
            Words::Agency => self.agency,
            Words::Owner => self.owner,
            Words::Mover => self.mover,
            Words::Seconder => self.seconder,
            Words::File => self.file,
        }
    }

    pub(crate) fn of_term(self, term: Term) -> Field {
        match term {
            Term::Kind => self.kind,
            Term::Type => self.of_type,
            Term::Outcome => self.outcome,
            Term::Role => self.role,
            Term::Item => self.item,
            Term::Document => self.document,
            Term::Status => self.status,
            Term::Possible => self.possible,
        }
    }
}
