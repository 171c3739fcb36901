//! Turns a document into meeting records.
