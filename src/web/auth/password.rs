//! Passwords, which are kept as Argon2id hashes only.

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};

use crate::error::{Error, Result};

/// A password has at least so many characters (NIST SP 800-63B-4 asks for 15 where nothing else protects an account).
const SHORTEST: usize = 15;
/// Bytes of a password, so that hashing one has an end.
const LONGEST: usize = 1024;

/// What is kept of a password, in PHC string format.
///
/// # Errors
/// [`Error::Recipe`] if it is too short or too long.
pub fn hash_password(password: &str) -> Result<String> {
    let refuse = |cause: String, cure: &str| Err(Error::recipe("password", cause, cure));
    if password.chars().count() < SHORTEST {
        return refuse(format!("it has fewer than {SHORTEST} characters"), "Take four or five words");
    }
    if password.len() > LONGEST {
        return refuse(format!("it has more than {LONGEST} bytes"), "Take a shorter one");
    }
    match Argon2::default().hash_password(password.as_bytes()) {
        Ok(hash) => Ok(hash.to_string()),
        Err(error) => refuse(error.to_string(), "Try again"),
    }
}

/// Whether a password is the one that was hashed. Without a user it takes as long, so that nobody learns who there is.
pub(in crate::web) fn is_password(password: &str, hash: Option<&str>) -> bool {
    /// The hash of a password that nobody knows.
    const NOBODY: &str =
        "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    let password = if password.len() > LONGEST { "" } else { password };
    let parsed = PasswordHash::new(hash.unwrap_or(NOBODY));
    let same = parsed.is_ok_and(|parsed| Argon2::default().verify_password(password.as_bytes(), &parsed).is_ok());
    same && hash.is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_password_itself_is_taken() {
        assert!(hash_password("short").is_err() && hash_password(&"x".repeat(2000)).is_err());
        let hash = hash_password("four words make one").unwrap();
        assert!(hash.starts_with("$argon2id$") && !hash.contains("words"));
        assert!(is_password("four words make one", Some(&hash)) && !is_password("four words make two", Some(&hash)));
        assert!(!is_password("", None) && !is_password("x", Some("no hash")));
    }
}
