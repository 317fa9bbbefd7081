//! The whole thread, so that every figure can be checked where it came from.

use super::threads;
use super::{Part, Section};
use crate::brief::block::{Block, Node};
use crate::brief::material::Material;

pub(super) struct Thread;

impl Section for Thread {
    fn name(&self) -> &'static str {
        "thread"
    }

    fn compose(&self, m: &Material<'_>) -> Part {
        let mut walk = Walk::through(m);
        let several = m.threads.len() > 1;
        if !m.sides.is_empty() {
            for thread in &m.threads {
                walk.thread(m, &thread.items, several.then(|| threads::name(thread)));
            }
        }
        let nodes = walk.nodes;
        let blocks = if nodes.is_empty() { Vec::new() } else { vec![Block::Tree(nodes.clone())] };
        let title = if several { "The threads" } else { "The whole thread" };
        Part::new(self, title, nodes, blocks)
    }
}

/// Comments in reading order: an answer stands below what it answers. A circle of answers is cut where it is met.
struct Walk {
    children: Vec<Vec<usize>>,
    seen: Vec<bool>,
    nodes: Vec<Node>,
}

impl Walk {
    fn through(m: &Material<'_>) -> Self {
        let mut children = vec![Vec::new(); m.items.len()];
        for (index, item) in m.items.iter().enumerate() {
            if let Some(parent) = item.parent {
                children[parent].push(index);
            }
        }
        Self { children, seen: vec![false; m.items.len()], nodes: Vec::with_capacity(m.items.len()) }
    }

    fn thread(&mut self, m: &Material<'_>, items: &[usize], mut title: Option<String>) {
        let roots = items.iter().filter(|&&i| m.items[i].parent.is_none());
        for &root in roots.chain(items) {
            let mut stack = vec![(root, 0)];
            while let Some((item, depth)) = stack.pop() {
                if std::mem::replace(&mut self.seen[item], true) {
                    continue;
                }
                self.nodes.push(node(m, item, depth, title.take()));
                stack.extend(self.children[item].iter().rev().map(|&child| (child, depth + 1)));
            }
        }
    }
}

/// Each thread's comments in reading order.
pub(super) fn order(m: &Material<'_>) -> Vec<Vec<usize>> {
    let mut walk = Walk::through(m);
    let mut read = |thread: &crate::brief::material::Thread<'_>| {
        let from = walk.nodes.len();
        walk.thread(m, &thread.items, None);
        walk.nodes[from..].iter().map(|node| node.anchor).collect()
    };
    m.threads.iter().map(&mut read).collect()
}

fn node(m: &Material<'_>, item: usize, depth: usize, opens: Option<String>) -> Node {
    let end = m.end(item);
    Node {
        id: end.id,
        anchor: end.anchor,
        depth,
        author: end.author,
        side: end.side,
        unsure: end.unsure,
        probabilities: m.rounded(item),
        text: m.items[item].comment.text.trim().to_owned(),
        opens,
    }
}
