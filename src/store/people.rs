//! People, their sessions, and the keys of programs. No password, token or key is kept, only what recognises one.

use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ValueRef};
use rusqlite::{OptionalExtension, params};

use super::audit::note;
use super::{Actor, Store, now};
use crate::error::Result;

/// Names a user of a store.
pub type UserId = i64;

/// What somebody may do; each may do what those before may.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Read.
    Viewer,
    /// Add threads, correct and label.
    Moderator,
    /// Delete threads, train and promote models, read the audit log.
    Admin,
}

impl Role {
    /// All of them, the least first.
    pub const ALL: [Self; 3] = [Self::Viewer, Self::Moderator, Self::Admin];

    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Viewer => "viewer",
            Self::Moderator => "moderator",
            Self::Admin => "admin",
        }
    }

    /// The role of this name.
    #[must_use]
    pub fn of(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.name() == name)
    }
}

impl FromSql for Role {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        Self::of(value.as_str()?).ok_or(FromSqlError::InvalidType)
    }
}

/// Somebody who may log in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct User {
    /// The user's number.
    pub id: UserId,
    /// The name, as it stands in the books.
    pub name: String,
    /// What the user may do.
    pub role: Role,
    /// What recognises the password, in PHC string format.
    pub password_hash: String,
}

/// Somebody who has logged in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// The user's name.
    pub user: String,
    /// What the user may do.
    pub role: Role,
    /// What a form must bring along to count as the user's own.
    pub csrf: String,
}

/// A program that may ask.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key {
    /// Its name, as it stands in the books.
    pub name: String,
    /// What it may do.
    pub role: Role,
}

impl Store {
    /// Adds a user, or gives a known one another password and role, which ends the sessions of that user.
    ///
    /// # Errors
    /// [`crate::Error::Store`]
    pub fn add_user(&self, by: &Actor, name: &str, password_hash: &str, role: Role) -> Result<()> {
        self.change(|t| {
            t.execute(
                "INSERT INTO user (name, role, password_hash, added_at) VALUES (?1, ?2, ?3, ?4)
                 ON CONFLICT (name) DO UPDATE SET role = excluded.role, password_hash = excluded.password_hash",
                params![name, role.name(), password_hash, now()],
            )?;
            t.execute("DELETE FROM session WHERE user = (SELECT id FROM user WHERE name = ?1)", [name])?;
            note(t, by, "user.add", &format!("user {name}"), role.name())
        })
    }

    /// Removes a user and all sessions; false if there is none of this name.
    ///
    /// # Errors
    /// [`crate::Error::Store`]
    pub fn remove_user(&self, by: &Actor, name: &str) -> Result<bool> {
        self.change(|t| {
            let there = t.execute("DELETE FROM user WHERE name = ?1", [name])? > 0;
            if there {
                note(t, by, "user.remove", &format!("user {name}"), "")?;
            }
            Ok(there)
        })
    }

    /// All users, by name.
    ///
    /// # Errors
    /// [`crate::Error::Store`]
    pub fn users(&self) -> Result<Vec<User>> {
        self.read(|c| c.prepare_cached(&users("TRUE ORDER BY name"))?.query_map([], user)?.collect())
    }

    /// The user of this name.
    ///
    /// # Errors
    /// [`crate::Error::Store`]
    pub fn user(&self, name: &str) -> Result<Option<User>> {
        self.read(|c| c.prepare_cached(&users("name = ?1"))?.query_row([name], user).optional())
    }

    /// Whether anybody can log in.
    ///
    /// # Errors
    /// [`crate::Error::Store`]
    pub fn has_users(&self) -> Result<bool> {
        self.read(|c| c.prepare_cached("SELECT EXISTS (SELECT 1 FROM user)")?.query_row([], |row| row.get(0)))
    }

    /// Begins a session until a time in RFC 3339, and forgets those that are over.
    ///
    /// # Errors
    /// [`crate::Error::Store`]
    pub fn begin_session(&self, user: &User, token_hash: &str, csrf: &str, expires_at: &str) -> Result<()> {
        self.change(|t| {
            t.execute("DELETE FROM session WHERE expires_at <= ?1", [now()])?;
            t.execute(
                "INSERT INTO session (token_hash, user, csrf, expires_at) VALUES (?1, ?2, ?3, ?4)",
                params![token_hash, user.id, csrf, expires_at],
            )?;
            note(t, &Actor::new(&user.name), "session.begin", &format!("user {}", user.name), "")
        })
    }

    /// The session that a token belongs to, unless it is over.
    ///
    /// # Errors
    /// [`crate::Error::Store`]
    pub fn session(&self, token_hash: &str) -> Result<Option<Session>> {
        self.read(|c| {
            c.prepare_cached(
                "SELECT user.name, user.role, session.csrf FROM session JOIN user ON user.id = session.user
                 WHERE token_hash = ?1 AND expires_at > ?2",
            )?
            .query_row(params![token_hash, now()], |row| {
                Ok(Session { user: row.get(0)?, role: row.get(1)?, csrf: row.get(2)? })
            })
            .optional()
        })
    }

    /// Ends a session.
    ///
    /// # Errors
    /// [`crate::Error::Store`]
    pub fn end_session(&self, token_hash: &str) -> Result<()> {
        self.change(|t| t.execute("DELETE FROM session WHERE token_hash = ?1", [token_hash]).map(|_| ()))
    }

    /// Adds the key of a program; false if there is one of this name.
    ///
    /// # Errors
    /// [`crate::Error::Store`]
    pub fn add_key(&self, by: &Actor, name: &str, hash: &str, role: Role) -> Result<bool> {
        self.change(|t| {
            let new = t.execute(
                "INSERT INTO api_key (name, hash, role, added_at) VALUES (?1, ?2, ?3, ?4)
                 ON CONFLICT (name) DO NOTHING",
                params![name, hash, role.name(), now()],
            )? > 0;
            if new {
                note(t, by, "key.add", &format!("key {name}"), role.name())?;
            }
            Ok(new)
        })
    }

    /// The key that a program brings along, unless it was revoked.
    ///
    /// # Errors
    /// [`crate::Error::Store`]
    pub fn key(&self, hash: &str) -> Result<Option<Key>> {
        self.read(|c| {
            c.prepare_cached("SELECT name, role FROM api_key WHERE hash = ?1")?.query_row([hash], key).optional()
        })
    }

    /// All keys, by name.
    ///
    /// # Errors
    /// [`crate::Error::Store`]
    pub fn keys(&self) -> Result<Vec<Key>> {
        self.read(|c| c.prepare_cached("SELECT name, role FROM api_key ORDER BY name")?.query_map([], key)?.collect())
    }

    /// Revokes a key; false if there is none of this name.
    ///
    /// # Errors
    /// [`crate::Error::Store`]
    pub fn revoke_key(&self, by: &Actor, name: &str) -> Result<bool> {
        self.change(|t| {
            let there = t.execute("DELETE FROM api_key WHERE name = ?1", [name])? > 0;
            if there {
                note(t, by, "key.revoke", &format!("key {name}"), "")?;
            }
            Ok(there)
        })
    }
}

fn users(which: &str) -> String {
    format!("SELECT id, name, role, password_hash FROM user WHERE {which}")
}

fn user(row: &rusqlite::Row<'_>) -> rusqlite::Result<User> {
    Ok(User { id: row.get(0)?, name: row.get(1)?, role: row.get(2)?, password_hash: row.get(3)? })
}

fn key(row: &rusqlite::Row<'_>) -> rusqlite::Result<Key> {
    Ok(Key { name: row.get(0)?, role: row.get(1)? })
}
