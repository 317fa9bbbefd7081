//! One page of a long list, and the way to the others.

use askama::Template;

/// Where somebody is in a list.
#[derive(Template, Debug)]
#[template(path = "pages.html")]
pub(super) struct Pages {
    back: Option<String>,
    on: Option<String>,
    said: String,
}

impl Pages {
    /// Page `at`, counted from 1, of `total` items with `each` a page; `href` gives the address of another one.
    pub fn of(at: usize, total: usize, each: usize, href: impl Fn(usize) -> String) -> Self {
        let last = last(total, each);
        let (from, to) = ((at - 1) * each + 1, (at * each).min(total));
        Self {
            back: (at > 1).then(|| href(at - 1)),
            on: (at < last).then(|| href(at + 1)),
            said: format!("{from} to {to} of {total}"),
        }
    }

    /// Whether there are others.
    pub fn several(&self) -> bool {
        self.back.is_some() || self.on.is_some()
    }
}

/// The number of the last page; there is always a first one.
pub(super) fn last(total: usize, each: usize) -> usize {
    total.div_ceil(each).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_has_a_beginning_and_an_end() {
        let href = |page: usize| format!("?page={page}");
        let middle = Pages::of(2, 250, 100, href);
        assert_eq!((middle.back.as_deref(), middle.on.as_deref()), (Some("?page=1"), Some("?page=3")));
        assert_eq!(Pages::of(3, 250, 100, href).said, "201 to 250 of 250");
        assert!(!Pages::of(1, 100, 100, href).several() && last(0, 100) == 1 && last(101, 100) == 2);
    }
}
