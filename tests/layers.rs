//! Holds the floors of the house: a module uses floors below its own, never above, and beside it only by name.

use std::path::{Path, PathBuf};

/// Every top-level module and its floor.
#[rustfmt::skip]
const FLOORS: &[(&str, u8)] = &[
    ("error", 0), ("text", 1), ("labels", 1), ("thread", 2), ("sparse", 2), ("metrics", 2), ("features", 3),
    ("vectors", 3), ("lexical", 4), ("decision", 5), ("classifier", 6), ("artifact", 7), ("evaluate", 7), ("prevalence", 7),
    ("check", 7), ("brief", 8), ("annotate", 8), ("store", 9), ("web", 10), ("cli", 11),
];
/// (user, used) on one floor; an entry needs its reason beside it.
const BESIDE: &[(&str, &str)] = &[
    // A table's words are looked up by the fingerprint that their tokens carry as units.
    ("vectors", "features"),
    // Scores that no shares explain are the surest sign that a model does not fit a thread.
    ("check", "prevalence"),
];
/// Files of the binary: the library is a stranger to them, and `crate::` is the binary itself.
const BINARY: &[&str] = &["cli", "main"];
/// What `lib.rs` re-exports from `error`, for `use crate::Result`.
const ROOT: &[&str] = &["Error", "Place", "Result"];

fn floor(module: &str) -> Option<u8> {
    let module = if ROOT.contains(&module) { "error" } else { module };
    FLOORS.iter().find(|(name, _)| *name == module).map(|(_, floor)| *floor)
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let paths = std::fs::read_dir(folder).expect("src can be listed").map(|entry| entry.expect("an entry").path());
    let mut files: Vec<PathBuf> =
        paths.flat_map(|path| if path.is_dir() { rust_files(&path) } else { vec![path] }).collect();
    files.retain(|file| file.extension().is_some_and(|e| e == "rs"));
    files.sort();
    files
}

/// The first names after `crate::` in code: one, or each of `crate::{a::B, c}`.
fn used(code: &str) -> Vec<&str> {
    fn first(path: &str) -> &str {
        let path = path.trim_start();
        path.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or(path)
    }
    let mut names = Vec::new();
    for path in code.split("crate::").skip(1) {
        let Some(list) = path.strip_prefix('{') else {
            names.push(first(path));
            continue;
        };
        let (mut depth, mut start) = (0, 0);
        for (at, c) in list.char_indices() {
            match (c, depth) {
                (',', 0) => {
                    names.push(first(&list[start..at]));
                    start = at + 1;
                }
                ('}', 0) => {
                    names.push(first(&list[start..at]));
                    break;
                }
                ('{', _) => depth += 1,
                ('}', _) => depth -= 1,
                _ => {}
            }
        }
    }
    names.retain(|name| !name.is_empty());
    names
}

/// What is wrong with a file at `path` below src/, in sentences that say how to repair it.
fn faults(path: &str, code: &str) -> Vec<String> {
    let module = path.split('/').next().unwrap_or(path).trim_end_matches(".rs");
    if module == "lib" {
        return Vec::new();
    }
    if BINARY.contains(&module) {
        let names = used(code).into_iter().filter(|name| !BINARY.contains(name));
        return names.map(|name| format!("src/{path}: `crate::{name}` reaches for the library from inside; write `hustings::{name}`, and make public only what a stranger may use")).collect();
    }
    let Some(own) = floor(module) else {
        return vec![format!(
            "src/{path}: module `{module}` has no floor; add (\"{module}\", N) to FLOORS in tests/layers.rs, N one above the highest floor it uses, and to the floors in the README"
        )];
    };
    let fault = |name: &str| match floor(name) {
        _ if name == module => None,
        None => Some(format!(
            "src/{path}: `crate::{name}` is not a module with a floor; import it from the module that defines it, or add that module to FLOORS in tests/layers.rs"
        )),
        Some(other) if other < own || BESIDE.contains(&(module, name)) => None,
        Some(other) if other == own => Some(format!(
            "src/{path}: `crate::{name}` lives on the same floor {own} as `{module}`; move what they share to a floor below, or add (\"{module}\", \"{name}\") with its reason to BESIDE in tests/layers.rs"
        )),
        Some(other) => Some(format!(
            "src/{path}: `crate::{name}` is on floor {other}, above `{module}` on floor {own}; move the code that needs it up, or hand the value in as an argument"
        )),
    };
    used(code).into_iter().filter_map(fault).collect()
}

#[test]
fn every_module_uses_only_floors_below_its_own() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    for file in rust_files(&src) {
        let path = file.strip_prefix(&src).expect("below src").to_string_lossy().replace('\\', "/");
        let text = std::fs::read_to_string(&file).expect("a source file");
        let code: Vec<&str> = text.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
        found.extend(faults(&path, &code.join("\n")));
    }
    found.dedup();
    assert!(found.is_empty(), "{} imports break the floors of the house:\n{}", found.len(), found.join("\n"));
}

#[test]
fn a_broken_floor_is_noticed() {
    let one = |path: &str, code: &str, says: &str| {
        let found = faults(path, code);
        assert!(found.len() == 1 && found[0].contains(says), "{path}: {code}: {found:?}");
    };
    one("text/mod.rs", "use crate::{error::{Error, Result}, brief, text::Span};", "above `text`");
    one("sparse/csr.rs", "fn f(x: crate::metrics::F1) {}", "same floor 2");
    one("gossip.rs", "", "has no floor");
    one("labels.rs", "use crate::gossip::Rumour;", "not a module");
    one("cli/train.rs", "use crate::cli::args::Train; use crate::brief::Brief;", "hustings::brief");
    assert!(faults("lexical/mod.rs", "use crate::{Error, Result}; use crate::features::View;").is_empty());
}
