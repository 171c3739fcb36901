//! Turns positioned words into blocks and tables in reading order.
