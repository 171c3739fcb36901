//! x
#![allow(dead_code, unused_macros, unused_imports)]
mod grammar;
