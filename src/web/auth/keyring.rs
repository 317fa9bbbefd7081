//! The keys of programs, remembered for a moment: a program that asks often must not wait for the store each time.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::store::Key;
use crate::web::{App, Problem};

/// How long a key goes on working after it was revoked.
const KEPT: Duration = Duration::from_secs(5);
/// Answers that are remembered; more means that somebody is guessing.
const MOST: usize = 1024;

/// What the store said of keys, by their digests.
#[derive(Default)]
pub(in crate::web) struct Keyring {
    known: Mutex<HashMap<String, (Instant, Key)>>,
}

impl Keyring {
    /// The key of this digest, if there is one.
    pub async fn find(&self, app: &App, digest: &str) -> Result<Option<Key>, Problem> {
        let remembered = {
            let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
            known.get(digest).filter(|(since, _)| since.elapsed() < KEPT).map(|(_, key)| key.clone())
        };
        if remembered.is_some() {
            return Ok(remembered);
        }
        let wanted = digest.to_owned();
        let key = app.store(move |store| store.key(&wanted)).await?;
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= MOST {
            known.clear();
        }
        match &key {
            Some(key) => drop(known.insert(digest.to_owned(), (Instant::now(), key.clone()))),
            None => drop(known.remove(digest)),
        }
        Ok(key)
    }
}
