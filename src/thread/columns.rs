//! Which column serves what: by the user's word, else by the names that exports use.

use super::comment::{Comment, Status};
use super::fields;
use super::report::Problem;
use super::roles::{EITHER, ROLES, Role, is_mark, plain, squeezed};
use crate::error::{Error, Place, Result};

/// The columns that the user named, which must then exist.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ColumnNames {
    /// The comment itself.
    pub text: Option<String>,
    /// The human label.
    pub label: Option<String>,
    /// The comment's id.
    pub id: Option<String>,
    /// The question whose sides are asked for.
    pub target: Option<String>,
    /// The thread's id.
    pub thread: Option<String>,
    /// The id of the comment that is answered.
    pub parent: Option<String>,
    /// The author's name.
    pub author: Option<String>,
    /// When it was written.
    pub created: Option<String>,
    /// Whether readers could see it.
    pub status: Option<String>,
    /// The title of the thread's article.
    pub title: Option<String>,
}

impl ColumnNames {
    pub(super) fn given(&self, role: Role) -> Option<&str> {
        match role {
            Role::Text => self.text.as_deref(),
            Role::Stance => self.label.as_deref(),
            Role::Id => self.id.as_deref(),
            Role::Target => self.target.as_deref(),
            Role::Thread => self.thread.as_deref(),
            Role::Parent => self.parent.as_deref(),
            Role::Author => self.author.as_deref(),
            Role::Created => self.created.as_deref(),
            Role::Status => self.status.as_deref(),
            Role::Title => self.title.as_deref(),
            _ => None,
        }
    }
}

/// The columns of one input and what they serve as.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Columns {
    found: Vec<(Role, usize)>,
    notes: Vec<String>,
}

impl Columns {
    /// Finds the column of every role among `headers`; there is always one for the text.
    ///
    /// # Errors
    /// If a column that the user named is not there, or none holds the text. The message lists
    /// the columns and the nearest name.
    pub fn find(headers: &[String], named: &ColumnNames, place: &Place) -> Result<Self> {
        let mut columns = Self::default();
        for (role, name, aliases) in ROLES {
            let at = match named.given(role) {
                Some(wanted) => Some(find_named(headers, wanted, place)?),
                None => std::iter::once(&name).chain(aliases).find_map(|alias| position(headers, alias)),
            };
            columns.found.extend(at.map(|at| (role, at)));
            if is_mark(role) {
                let more = std::iter::once(&name).chain(aliases).filter_map(|alias| position(headers, alias));
                let more: Vec<usize> = more.filter(|more| at != Some(*more)).collect();
                columns.found.extend(more.into_iter().map(|at| (role, at)));
            }
        }
        if let Some(either) = position(headers, EITHER) {
            let role = if columns.at(Role::Id).is_none() { Role::Id } else { Role::Parent };
            if columns.at(role).is_none() {
                columns.found.push((role, either));
            }
        }
        // A column that the user gave a role plays no other one by its name.
        let taken: Vec<usize> =
            columns.found.iter().filter(|(role, _)| named.given(*role).is_some()).map(|(_, at)| *at).collect();
        columns.found.retain(|(role, at)| named.given(*role).is_some() || !taken.contains(at));
        if columns.at(Role::Text).is_none() {
            columns.lone_text(headers, place)?;
        }
        for (i, header) in headers.iter().enumerate() {
            if !header.is_empty() && headers[..i].contains(header) {
                columns.notes.push(format!("column `{header}` occurs twice; the first one is used"));
            }
        }
        Ok(columns)
    }

    /// Takes the only column there is as the text, if its name does not look like a first comment.
    fn lone_text(&mut self, headers: &[String], place: &Place) -> Result<()> {
        if self.found.is_empty() && looks_like_data(headers) {
            return Err(Error::input(
                place.clone().row(1),
                format!("no column is named, the first row looks like data: {}", listed(headers)),
                "Add a first row that names the columns, such as `id,text,label`.",
            ));
        }
        let [only] = headers else {
            return Err(Error::input(
                place.clone().row(1),
                format!("no column holds the text; the columns are {}", listed(headers)),
                format!("{}Name the column with `--text-column`, or call it `text`.", suggestion(headers, "text")),
            ));
        };
        self.notes.push(format!("the only column, `{only}`, is taken as the text"));
        self.found = vec![(Role::Text, 0)];
        Ok(())
    }

    /// The index of the column that serves as `role`.
    #[must_use]
    pub fn at(&self, role: Role) -> Option<usize> {
        self.found.iter().find(|(found, _)| *found == role).map(|(_, at)| *at)
    }

    /// Whether the column at `index` serves as anything.
    #[must_use]
    pub fn serves(&self, index: usize) -> bool {
        self.found.iter().any(|(_, at)| *at == index)
    }

    /// The canonical name of every role that is served, with its column's own name.
    #[must_use]
    pub fn named(&self, headers: &[String]) -> Vec<(&'static str, String)> {
        let canonical = |role: Role| ROLES.iter().find(|(r, ..)| *r == role).map_or("", |(_, name, _)| name);
        self.found.iter().filter_map(|(role, at)| Some((canonical(*role), headers.get(*at)?.clone()))).collect()
    }

    /// What is worth telling about how they were found.
    #[must_use]
    pub fn notes(&self) -> &[String] {
        &self.notes
    }

    /// The comment that a row's cells hold; a cell that does not fit its column is left out.
    ///
    /// The id is empty where there is none.
    pub fn comment<'a>(&self, cell: impl Fn(usize) -> &'a str) -> Comment {
        let mut comment = Comment::default();
        for (role, at) in &self.found {
            let _ = fields::put(&mut comment, *role, cell(*at));
        }
        comment.parent_id = comment.parent_id.take().and_then(|parent| {
            let parent = fields::parent(&parent, &comment.id)?;
            Some(parent.to_owned())
        });
        comment.status = fields::seen(&comment);
        comment
    }

    /// Whether readers could see the comment that a row's cells hold.
    pub fn status<'a>(&self, cell: impl Fn(usize) -> &'a str) -> Status {
        let mut comment = Comment::default();
        for (role, at) in self.found.iter().filter(|(role, _)| fields::can_hide(*role)) {
            let _ = fields::put(&mut comment, *role, cell(*at));
        }
        let gone =
            comment.status == Status::Visible && self.at(Role::Text).is_some_and(|at| fields::is_tombstone(cell(at)));
        if gone { Status::Deleted } else { comment.status }
    }

    /// The first cell that does not fit its column.
    pub fn misfit<'a>(&self, headers: &[String], cell: impl Fn(usize) -> &'a str) -> Option<Problem> {
        let narrow = self.found.iter().filter(|(role, _)| fields::can_misfit(*role));
        let mut misfits = narrow.filter_map(|(role, at)| {
            let problem = fields::put(&mut Comment::default(), *role, cell(*at)).err()?;
            Some(problem.column(headers.get(*at).map_or("", String::as_str)))
        });
        misfits.next()
    }
}

/// The column of a name: as it is written, else as it sounds.
fn position(headers: &[String], name: &str) -> Option<usize> {
    let exact = headers.iter().position(|header| plain(header) == name);
    exact.or_else(|| {
        let name = squeezed(name);
        headers.iter().position(|header| squeezed(header) == name).filter(|_| !name.is_empty())
    })
}

fn find_named(headers: &[String], wanted: &str, place: &Place) -> Result<usize> {
    let exact = headers.iter().position(|header| header == wanted);
    exact.or_else(|| position(headers, &plain(wanted))).ok_or_else(|| {
        let cause = format!("there is no column `{wanted}`; the columns are {}", listed(headers));
        Error::input(place.clone(), cause, format!("{}Name one of these columns.", suggestion(headers, wanted)))
    })
}

fn suggestion(headers: &[String], wanted: &str) -> String {
    let likeness = |header: &String| strsim::jaro_winkler(&plain(header), &plain(wanted));
    let nearest = headers.iter().max_by(|a, b| likeness(a).total_cmp(&likeness(b)));
    nearest.filter(|header| likeness(header) > 0.8).map_or_else(String::new, |name| format!("Did you mean `{name}`? "))
}

/// The column names for a message: the first dozen, each cut to a length that can be read.
fn listed(headers: &[String]) -> String {
    let mut shown: Vec<String> = headers.iter().take(12).map(|header| format!("`{}`", clip(header, 40))).collect();
    if headers.len() > shown.len() {
        shown.push(format!("and {} more", headers.len() - shown.len()));
    }
    shown.join(", ")
}

/// The first `length` characters, on one line.
pub(super) fn clip(text: &str, length: usize) -> String {
    let mut line = text.chars().map(|c| if c.is_control() { ' ' } else { c });
    let clipped: String = line.by_ref().take(length).collect();
    if line.next().is_some() { clipped + "…" } else { clipped }
}

/// Whether a header is rather a first row: a number or a sentence stands in it. A few long names among many are names.
fn looks_like_data(headers: &[String]) -> bool {
    let number = |cell: &String| cell.trim().parse::<f64>().is_ok();
    let sentence = |cell: &&String| cell.chars().count() > 60 || cell.split_whitespace().count() > 4;
    headers.iter().any(number) || headers.iter().filter(sentence).count() * 3 > headers.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find(headers: &[&str], named: &ColumnNames) -> Result<Vec<(&'static str, String)>> {
        let headers: Vec<String> = headers.iter().map(ToString::to_string).collect();
        Ok(Columns::find(&headers, named, &Place::file("a.csv"))?.named(&headers))
    }

    #[test]
    fn names_win_over_aliases_and_flags_over_both() {
        let columns = find(&["Comment ID", "comment", "Text", "Label"], &ColumnNames::default()).unwrap();
        let pairs = [("id", "Comment ID"), ("text", "Text"), ("stance", "Label")];
        assert_eq!(columns, pairs.map(|(role, name)| (role, name.to_owned())));
        let named = ColumnNames { text: Some("label".into()), ..ColumnNames::default() };
        assert_eq!(find(&["Text", "Label"], &named).unwrap(), [("text", "Label".to_owned())]);
    }

    #[test]
    fn a_missing_column_lists_the_others() {
        let named = ColumnNames { text: Some("bdy".into()), ..ColumnNames::default() };
        let error = find(&["id", "body"], &named).unwrap_err().to_string();
        assert!(error.contains("no column `bdy`; the columns are `id`, `body`. Did you mean `body`?"), "{error}");
        let error = find(&["id", "txt"], &ColumnNames::default()).unwrap_err().to_string();
        assert!(
            error.contains("no column holds the text; the columns are `id`, `txt`. Did you mean `txt`?"),
            "{error}"
        );
        let error = find(&["17", "They should never have been armed at all"], &ColumnNames::default());
        assert!(error.unwrap_err().to_string().contains("the first row looks like data"));
    }

    #[test]
    fn an_only_column_is_the_text() {
        assert_eq!(find(&["remarks"], &ColumnNames::default()).unwrap(), [("text", "remarks".to_owned())]);
        assert!(find(&["They should never have been armed"], &ColumnNames::default()).is_err());
    }
}
