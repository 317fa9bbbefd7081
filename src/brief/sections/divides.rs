//! The exchanges that divide: chains of answers in which each comment stands against the one before.

use serde_json::json;

use super::{Part, Section, exchanges};
use crate::brief::block::Block;
use crate::brief::clean::count;
use crate::brief::conversation::Chain;
use crate::brief::material::Material;

/// Chains shown.
const MOST: usize = 3;
/// Comments of a chain that are quoted.
const QUOTED: usize = 5;

pub(super) struct Divides;

impl Section for Divides {
    fn name(&self) -> &'static str {
        "divides"
    }

    fn compose(&self, m: &Material<'_>) -> Part {
        let links = exchanges::links(m);
        let mut answered = vec![0_usize; m.items.len()];
        let mut opposes = vec![None; m.items.len()];
        for (from, to) in links.iter().filter_map(|link| Some((link.from, link.to?))) {
            answered[to] += 1;
            opposes[from] = m.opposed(from, to).then_some(to);
        }
        let chains = longest(&opposes, &answered);
        let data: Vec<_> = chains
            .iter()
            .map(
                |chain| json!({"comments": m.cites(chain), "people": people(m, chain), "drew": drew(chain, &answered)}),
            )
            .collect();
        let crossing: Vec<usize> = (0..opposes.len()).filter(|&item| opposes[item].is_some()).collect();
        let mut blocks = Vec::new();
        if !chains.is_empty() {
            let said = format!(
                "{} one of the opposite side. Below are the longest chains of such answers, those that drew the most others first.",
                count(crossing.len(), "comment surely answers", "comments surely answer")
            );
            blocks.push(Block::Cited { said, cites: m.cites(&crossing) });
        }
        blocks.extend(chains.iter().map(|chain| Block::Chain(shown(m, chain, &answered))));
        Part::new(self, "The exchanges that divide", json!({"crossing": m.cites(&crossing), "chains": data}), blocks)
    }
}

fn shown(m: &Material<'_>, chain: &[usize], answered: &[usize]) -> Chain {
    let mut note = count(chain.len(), "comment", "comments");
    if let Some(people) = people(m, chain) {
        note.extend([" by ", &count(people, "person", "people")]);
    }
    match drew(chain, answered) {
        0 => {}
        others => note.extend([", ", &count(others, "other answer", "other answers"), " besides"]),
    }
    let quotes = chain.iter().take(QUOTED).map(|&item| m.quote(item, None)).collect();
    Chain { note, quotes, more: m.cites(chain.iter().skip(QUOTED)) }
}

/// How many people wrote a chain, if every comment in it has a name.
fn people(m: &Material<'_>, chain: &[usize]) -> Option<usize> {
    let names: Option<std::collections::BTreeSet<&str>> = chain.iter().map(|&item| m.items[item].author()).collect();
    names.map(|names| names.len())
}

/// Answers to comments of a chain that are not in it.
fn drew(chain: &[usize], answered: &[usize]) -> usize {
    chain.iter().map(|&item| answered[item]).sum::<usize>().saturating_sub(chain.len() - 1)
}

/// The longest chains, from the comment that began each; no two share a comment.
fn longest(opposes: &[Option<usize>], answered: &[usize]) -> Vec<Vec<usize>> {
    let lengths = lengths(opposes);
    let mut ends: Vec<usize> = (0..opposes.len()).filter(|&item| lengths[item] > 1).collect();
    ends.sort_by_key(|&end| std::cmp::Reverse((lengths[end], answered[opposes[end].unwrap_or(end)])));
    let mut taken = vec![false; opposes.len()];
    let mut found = Vec::new();
    for end in ends {
        if found.len() == MOST {
            break;
        }
        if taken[end] {
            continue;
        }
        let mut chain: Vec<usize> =
            std::iter::successors(Some(end), |&item| opposes[item]).take(lengths[end]).collect();
        if chain.iter().any(|&item| taken[item]) {
            continue;
        }
        for &item in &chain {
            taken[item] = true;
        }
        chain.reverse();
        found.push(chain);
    }
    found.sort_by_key(|chain| std::cmp::Reverse((chain.len(), drew(chain, answered))));
    found
}

/// How many comments a chain has that ends with each. A circle is cut where it is entered.
fn lengths(opposes: &[Option<usize>]) -> Vec<usize> {
    let mut known = vec![0_usize; opposes.len()];
    let mut walked = vec![false; opposes.len()];
    for start in 0..opposes.len() {
        let mut path = Vec::new();
        let mut at = Some(start);
        while let Some(item) = at.filter(|&item| !walked[item]) {
            walked[item] = true;
            path.push(item);
            at = opposes[item];
        }
        let mut length = at.map_or(0, |item| known[item]);
        for &item in path.iter().rev() {
            length += 1;
            known[item] = length;
        }
    }
    known
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_first_and_none_twice() {
        // 0 ← 1 ← 2 ← 3, 1 ← 4, 5 ← 6; 7 and 8 answer each other.
        let opposes = [None, Some(0), Some(1), Some(2), Some(1), None, Some(5), Some(8), Some(7)];
        let answered = [1, 2, 1, 0, 0, 1, 0, 1, 1];
        assert_eq!(longest(&opposes, &answered), [vec![0, 1, 2, 3], vec![8, 7], vec![5, 6]]);
    }

    #[test]
    fn a_deep_chain_takes_no_time() {
        let opposes: Vec<Option<usize>> = (0..200_000_usize).map(|item| item.checked_sub(1)).collect();
        assert_eq!(longest(&opposes, &vec![1; opposes.len()])[0].len(), 200_000);
    }
}
