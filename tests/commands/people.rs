//! Who may use the moderator's desk: users and keys.

use crate::desk::Desk;

#[test]
fn users_and_keys_are_made_listed_and_removed() {
    let desk = Desk::new();
    for asked in [&["user", "list", "--db", "d.db"], &["key", "list", "--db", "d.db"]] {
        assert!(desk.fails(3, asked).contains("there is no such file"));
    }
    assert!(!desk.path("d.db").exists(), "asking makes no desk");
    desk.keys(&["user", "add", "Ann", "--role", "admin", "--db", "d.db"], "four words make one\n");
    assert_eq!(desk.ok(&["user", "list", "--db", "d.db"]), "admin\tAnn\n");
    let short = desk.typed(&["user", "add", "Bob", "--db", "d.db"], "short\n");
    assert_eq!(short.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&short.stderr).contains("fewer than 15 characters"));
    let key = desk.ok(&["key", "add", "cms", "--db", "d.db"]);
    assert!(key.starts_with("hst_") && key.trim_end().len() > 40, "{key}");
    assert!(desk.fails(2, &["key", "add", "CMS", "--db", "d.db"]).contains("Revoke it"));
    assert_eq!(desk.ok(&["key", "--db", "d.db", "list"]), "viewer\tcms\n");
    desk.ok(&["key", "revoke", "cms", "--db", "d.db"]);
    desk.ok(&["user", "remove", "ann", "--db", "d.db"]);
    assert!(desk.fails(2, &["user", "remove", "ann", "--db", "d.db"]).contains("no user"));
    let kept = std::fs::read(desk.path("d.db")).expect("the file is there");
    assert!(!kept.windows(key.trim_end().len()).any(|part| part == key.trim_end().as_bytes()), "no key is kept");
}
