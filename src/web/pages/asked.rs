//! What somebody wants to see of a thread, as it stands in the address.

use serde::Deserialize;

/// The longest word or name that is looked for.
const LONGEST: usize = 200;

/// The order of the comments.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Order {
    /// As a tree.
    #[default]
    Thread,
    /// Those first that the other side answers most, then those that the model hesitates over.
    Contested,
    /// Those first that are surest and worded like the rest of their side.
    Representative,
    /// The last ones first.
    Newest,
}

impl Order {
    /// Every order with its name in an address and for people.
    pub const ALL: [(Self, &'static str, &'static str); 4] = [
        (Self::Thread, "thread", "as in the thread"),
        (Self::Contested, "contested", "most contested"),
        (Self::Representative, "representative", "most representative"),
        (Self::Newest, "newest", "newest"),
    ];
}

/// The query as it was sent: every field may be missing or nonsense.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Query {
    side: String,
    unsure: String,
    act: String,
    author: String,
    q: String,
    sort: String,
    page: String,
    at: String,
    added: String,
}

/// What is wanted.
#[derive(Debug, Clone, Default)]
pub(super) struct Asked {
    /// A label; empty for any.
    pub side: String,
    /// Whether only what is unsure is wanted.
    pub unsure: bool,
    /// An act; empty for any.
    pub act: String,
    /// An author; empty for any.
    pub author: String,
    /// Words that the text holds.
    pub q: String,
    /// The order.
    pub order: Order,
    /// The order's name in an address.
    pub sort: &'static str,
    /// Which page of the list; none was asked for if somebody wants to see a comment.
    pub page: Option<usize>,
    /// The comment that is wanted, wherever it stands.
    pub at: Option<i64>,
    /// Whether the thread was added just now.
    pub added: bool,
}

impl From<Query> for Asked {
    fn from(query: Query) -> Self {
        let short = |text: String| text.trim().chars().take(LONGEST).collect::<String>();
        let order = Order::ALL.iter().find(|(_, name, _)| *name == query.sort).unwrap_or(&Order::ALL[0]);
        Self {
            side: short(query.side),
            unsure: query.unsure == "1",
            act: short(query.act),
            author: short(query.author),
            q: short(query.q),
            order: order.0,
            sort: order.1,
            page: query.page.parse().ok(),
            at: query.at.parse().ok(),
            added: query.added == "1",
        }
    }
}

impl Asked {
    /// Whether some comments are left out.
    pub fn is_filtered(&self) -> bool {
        self.unsure || [&self.side, &self.act, &self.author, &self.q].iter().any(|field| !field.is_empty())
    }

    /// The query of another page of the same list, `?` included.
    pub fn to_page(&self, page: usize) -> String {
        let unsure = if self.unsure { "1" } else { "" };
        let page = page.to_string();
        let fields = [
            ("side", self.side.as_str()),
            ("unsure", unsure),
            ("act", &self.act),
            ("author", &self.author),
            ("q", &self.q),
            ("sort", if self.order == Order::Thread { "" } else { self.sort }),
            ("page", &page),
        ];
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.extend_pairs(fields.into_iter().filter(|(_, value)| !value.is_empty()));
        format!("?{}", query.finish())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_says_what_is_wanted_and_nonsense_is_passed_over() {
        let query = Query {
            side: " favor ".into(),
            sort: "nonsense".into(),
            page: "x".into(),
            q: "a&b ü".repeat(100),
            ..Query::default()
        };
        let asked = Asked::from(query);
        assert_eq!(
            (asked.side.as_str(), asked.order, asked.page, asked.q.chars().count()),
            ("favor", Order::Thread, None, 200)
        );
        assert!(asked.is_filtered() && !Asked::default().is_filtered());
        let newest = Asked::from(Query { sort: "newest".into(), q: "a&b".into(), ..Query::default() });
        assert_eq!(newest.to_page(2), "?q=a%26b&sort=newest&page=2");
    }
}
