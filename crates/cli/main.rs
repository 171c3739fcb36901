//! x
use std::io::Write as _;
fn main() {
    let mut args = std::env::args().skip(1);
    let mode = args.next().unwrap();
    for f in args {
        let source = types::Source::new(std::fs::read(&f).unwrap()).named(f.clone());
        match ingest::read(&source, &ingest::Limits::default()) {
            Err(e) => eprintln!("{f}: {e}"),
            Ok(r) if mode == "extract" => {
                for m in r.value.meetings {
                    let _ = writeln!(std::io::stdout(), "{}", serde_json::to_string(&m).unwrap());
                }
            }
            Ok(r) if mode == "blocks" => {
                fn show(b: &types::Block, ind: &str) {
                    match b {
                        types::Block::Heading(l, t) => println!("{ind}H{l} {}", t.text),
                        types::Block::Paragraph(t) => println!("{ind}P {}", t.text),
                        types::Block::ListItem { label, text, level } => println!("{ind}L{level} {label:?} {}", text.text),
                        types::Block::Table(t) => {
                            println!("{ind}TABLE");
                            for r in &t.rows {
                                println!("{ind}  ROW");
                                for c in &r.cells {
                                    println!("{ind}   CELL {}+{}", c.column, c.columns);
                                    for b in &c.blocks { show(b, &format!("{ind}     ")); }
                                }
                            }
                        }
                    }
                }
                for b in &r.value.document.blocks { show(b, ""); }
                for f in &r.value.document.furniture { println!("FURN {}", f.text.text); }
            }
            _ => {}
        }
    }
}
