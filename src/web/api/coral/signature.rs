//! Coral's signatures: who does not know a shared secret is not listened to.

use hmac::{Hmac, Mac};
use sha2::Sha256;
use subtle::ConstantTimeEq;

use crate::error::{Error, Place, Result};

/// The header that carries signatures.
pub const HEADER: &str = "x-coral-signature";
/// Signatures that are looked at in one header; Coral sends two while a secret is being rotated.
const MOST_SIGNATURES: usize = 8;
/// Secrets that are accepted at a time, at most.
const MOST_SECRETS: usize = 8;
/// Characters of a secret, at least: a shorter one can be guessed.
const SHORTEST: usize = 16;

/// The secrets that Coral signs with; several while one is being rotated.
#[derive(Clone, Default)]
pub struct Secrets(Vec<Vec<u8>>);

impl std::fmt::Debug for Secrets {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Secrets({})", self.0.len())
    }
}

impl Secrets {
    /// Reads a file of secrets, one a line; empty lines and those that begin with `#` are passed over. `name` stands in
    /// messages, which never repeat a secret.
    ///
    /// # Errors
    /// [`Error::Input`] if there is none, there are too many, or one is too short.
    pub fn read(text: &str, name: &str) -> Result<Self> {
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
        let secrets: Vec<Vec<u8>> = lines.map(|line| line.as_bytes().to_vec()).collect();
        let refuse = |cause: String, cure: &str| Err(Error::input(Place::file(name), cause, cure));
        if secrets.is_empty() {
            return refuse(
                "there is no secret in it".into(),
                "Copy the signing secret of the phase from Coral into it",
            );
        }
        if secrets.len() > MOST_SECRETS {
            return refuse(format!("there are more than {MOST_SECRETS} secrets in it"), "Leave out those that expired");
        }
        if let Some(at) = secrets.iter().position(|secret| secret.len() < SHORTEST) {
            let cause = format!("secret {} is shorter than {SHORTEST} characters", at + 1);
            return refuse(cause, "Rotate it in Coral and copy the new one");
        }
        Ok(Self(secrets))
    }

    /// Whether there are none, so that signatures prove nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether one of the header's signatures is that of the body by one of the secrets. Every pair is compared, each in
    /// constant time, so that the time taken tells nothing of a secret.
    #[must_use]
    pub fn sign(&self, header: &str, body: &[u8]) -> bool {
        let given: Vec<[u8; 32]> = header
            .split(',')
            .take(MOST_SIGNATURES)
            .filter_map(|one| bytes(one.trim().strip_prefix("sha256=")?))
            .collect();
        let mut found = subtle::Choice::from(0);
        for secret in &self.0 {
            let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret) else { continue };
            mac.update(body);
            let own = mac.finalize().into_bytes();
            for given in &given {
                found |= own.as_slice().ct_eq(given);
            }
        }
        found.into()
    }
}

/// The 32 bytes of 64 hexadecimal digits.
fn bytes(hex: &str) -> Option<[u8; 32]> {
    let digits = hex.as_bytes();
    let mut out = [0; 32];
    if digits.len() != 64 {
        return None;
    }
    for (slot, pair) in out.iter_mut().zip(digits.chunks(2)) {
        let digit = |byte: u8| char::from(byte).to_digit(16);
        *slot = u8::try_from(digit(pair[0])? * 16 + digit(pair[1])?).ok()?;
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 4231, test case 2, with a secret that is long enough for us beside it.
    const JEFE: &str = "sha256=5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";

    fn jefe() -> Secrets {
        Secrets(vec![b"another secret, longer".to_vec(), b"Jefe".to_vec()])
    }

    #[test]
    fn a_signature_is_that_of_the_standard() {
        let body = b"what do ya want for nothing?";
        assert!(jefe().sign(JEFE, body));
        assert!(
            jefe().sign(&format!("sha256={}, {}", "0".repeat(64), JEFE.to_uppercase().replace("SHA", "sha")), body)
        );
        assert!(!jefe().sign(JEFE, b"what do ya want for something?"));
    }

    #[test]
    fn what_is_no_signature_is_none() {
        let body = b"what do ya want for nothing?";
        for header in ["", "sha256=", "sha256=zz", &JEFE[7..], &JEFE[..70], &format!("{JEFE}0"), "sha256=é", "sha1=00"]
        {
            assert!(!jefe().sign(header, body), "{header}");
        }
        assert!(!jefe().sign(&format!("{}{JEFE}", "sha256=00,".repeat(MOST_SIGNATURES)), body));
        assert!(!Secrets::default().sign(JEFE, body));
    }

    #[test]
    fn a_file_holds_secrets_that_cannot_be_guessed_and_messages_hold_none() {
        let secrets = Secrets::read("# Coral\n\n0123456789abcdef\n fedcba9876543210 \n", "s").unwrap();
        assert_eq!(format!("{secrets:?}"), "Secrets(2)");
        assert_eq!(secrets.0[1], b"fedcba9876543210");
        for (text, word) in [("# none\n", "no secret"), ("hunter2\n", "secret 1 is shorter than 16")] {
            let error = Secrets::read(text, "secrets.txt").unwrap_err().to_string();
            assert!(error.contains(word) && !error.contains("hunter2"), "{error}");
        }
        assert!(Secrets::read(&"0123456789abcdef\n".repeat(9), "s").is_err());
    }
}
