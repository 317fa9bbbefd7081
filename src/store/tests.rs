use super::*;
use crate::annotate::Queued;
use crate::thread::Comment;

fn comment(id: &str, text: &str) -> Comment {
    Comment { id: id.into(), text: text.into(), thread_id: Some("t".into()), ..Comment::default() }
}

fn thread() -> NewThread {
    NewThread {
        title: "An article".into(),
        target: Some("the bridge".into()),
        source: "csv".into(),
        comments: vec![comment("1", "Build it"), comment("2", "Do not"), comment("2", "the same id")],
    }
}

fn filled() -> (Store, ThreadId, Vec<CommentId>) {
    let store = Store::temporary().unwrap();
    let id = store.add_thread(&Actor::new("ann"), &thread()).unwrap();
    let keys = store.comments(id).unwrap().iter().map(|stored| stored.key).collect();
    (store, id, keys)
}

fn mark(comment: CommentId, label: Option<&str>) -> NewMark {
    NewMark { comment, label: label.map(Into::into), kind: Kind::Correction, note: String::new() }
}

#[test]
fn what_is_added_is_found_and_goes_with_its_thread() {
    let (store, id, keys) = filled();
    let row = store.thread(id).unwrap().unwrap();
    assert_eq!((row.comments, row.corrected, row.added_by.as_str()), (3, 0, "ann"));
    assert_eq!(store.comment(keys[0]).unwrap().unwrap(), (id, comment("1", "Build it")));
    assert_eq!(store.find_comment(id, "2").unwrap(), Some(keys[1]));
    store.mark(&Actor::new("ann"), &mark(keys[0], Some("favor"))).unwrap();
    assert!(store.delete_thread(&Actor::new("ann"), id).unwrap());
    assert!(!store.delete_thread(&Actor::new("ann"), id).unwrap());
    assert!(store.threads().unwrap().is_empty() && store.comment(keys[0]).unwrap().is_none());
    assert!(store.labelled().unwrap().is_empty());
    let actions: Vec<String> = store.audit(None, 9).unwrap().into_iter().map(|row| row.action).collect();
    assert_eq!(actions, ["thread.delete", "comment.mark", "thread.add"]);
}

#[test]
fn the_last_word_of_each_person_stands_and_can_be_taken_back() {
    let (store, id, keys) = filled();
    let (ann, bob) = (Actor::new("ann"), Actor::new("bob"));
    let before = store.revision(id).unwrap();
    for (who, label) in [(&ann, "favor"), (&bob, "none"), (&ann, "against")] {
        store.mark(who, &mark(keys[0], Some(label))).unwrap();
    }
    assert!(store.revision(id).unwrap() > before);
    let standing = |store: &Store| -> Vec<(String, Option<String>)> {
        store.marks(id).unwrap().into_iter().map(|m| (m.who, m.label)).collect()
    };
    let said = |who: &str, label: &str| (who.to_owned(), Some(label.to_owned()));
    assert_eq!(standing(&store), [said("bob", "none"), said("ann", "against")]);
    assert_eq!(store.undo(&ann, Some(id)).unwrap().unwrap().label.as_deref(), Some("against"));
    assert_eq!(standing(&store), [said("ann", "favor"), said("bob", "none")]);
    assert!(store.undo(&ann, Some(id + 1)).unwrap().is_none());
    assert!(store.undo(&ann, None).unwrap().is_some() && store.undo(&ann, None).unwrap().is_none());
    assert_eq!(store.history(keys[0]).unwrap().iter().filter(|m| m.taken_back).count(), 2);
    let labelled = store.labelled().unwrap();
    assert_eq!(labelled.len(), 1);
    let (comment, audited) = &labelled[0];
    assert_eq!((comment.target.as_deref(), comment.thread_id.as_deref()), (Some("the bridge"), Some("1/t")));
    assert_eq!((comment.stance.as_deref(), comment.annotator.as_deref(), *audited), (Some("none"), Some("bob"), false));
}

#[test]
fn marks_and_the_audit_log_are_only_added_to() {
    let (store, _, keys) = filled();
    store.mark(&Actor::new("ann"), &mark(keys[0], None)).unwrap();
    for sql in ["UPDATE mark SET label = 'x'", "DELETE FROM mark", "UPDATE audit SET who = 'x'", "DELETE FROM audit"] {
        let refused = store.change(|t| t.execute(sql, [])).unwrap_err().to_string();
        assert!(refused.contains("only added to"), "{sql}: {refused}");
    }
    assert!(store.mark(&Actor::new("ann"), &mark(999, None)).is_err(), "no mark without a comment");
}

#[test]
fn each_annotator_works_through_the_queue() {
    let (store, id, keys) = filled();
    let queued = Queued { why: "audit".into(), inclusion: "0.5".into(), weight: "2".into(), parent: None };
    let items: Vec<_> = keys[..2].iter().map(|key| (*key, queued.clone())).collect();
    store.draw(&Actor::new("ann"), id, &items).unwrap();
    store.draw(&Actor::new("ann"), id, &items[..1]).unwrap();
    assert_eq!(store.queued(id).unwrap(), items);
    store.mark(&Actor::new("ann"), &mark(keys[0], None)).unwrap();
    let state = store.queue(id, "ann").unwrap();
    assert_eq!((state.next.as_ref().map(|n| n.0), state.done, state.of), (Some(keys[1]), 1, 2));
    assert_eq!(store.queue(id, "bob").unwrap().next, Some(items[0].clone()));
    store.mark(&Actor::new("ann"), &mark(keys[1], Some("none"))).unwrap();
    assert!(store.labelled().unwrap()[0].1, "it was drawn for the audit");
}

#[test]
fn the_promoted_model_can_be_rolled_back() {
    let store = Store::temporary().unwrap();
    let by = Actor::new("ann");
    let model = |bytes: &[u8]| NewModel {
        name: "m".into(),
        origin: Origin::Trained,
        bytes: bytes.to_vec(),
        parent: None,
        report: None,
    };
    let (a, b) = (store.add_model(&by, &model(b"a")).unwrap(), store.add_model(&by, &model(b"b")).unwrap());
    assert_eq!(store.add_model(&by, &model(b"a")).unwrap(), a, "the same bytes are the same model");
    assert_eq!((store.promoted().unwrap(), store.roll_back(&by).unwrap()), (None, None));
    store.promote(&by, a).unwrap();
    store.promote(&by, b).unwrap();
    assert_eq!(store.roll_back(&by).unwrap(), Some(a));
    assert_eq!(store.roll_back(&by).unwrap(), Some(b));
    assert!(store.model(b).unwrap().unwrap().promoted && store.promote(&by, 99).is_err());
    assert_eq!(store.model_bytes(b).unwrap().unwrap(), b"b");
}

#[test]
fn people_log_in_until_their_time_is_over() {
    let store = Store::temporary().unwrap();
    let by = Actor::new("shell");
    assert!(!store.has_users().unwrap());
    store.add_user(&by, "Ann", "$hash", Role::Moderator).unwrap();
    let ann = store.user("ann").unwrap().unwrap();
    store.begin_session(&ann, "t1", "c", "2999-01-01T00:00:00.000Z").unwrap();
    store.begin_session(&ann, "t2", "c", "2000-01-01T00:00:00.000Z").unwrap();
    assert_eq!(store.session("t1").unwrap().unwrap().role, Role::Moderator);
    assert!(store.session("t2").unwrap().is_none() && store.session("t3").unwrap().is_none());
    store.add_user(&by, "ANN", "$other", Role::Viewer).unwrap();
    assert!(store.session("t1").unwrap().is_none(), "a new password ends the sessions of the old one");
    assert_eq!(store.users().unwrap().len(), 1);
    assert!(
        store.add_key(&by, "cms", "h", Role::Viewer).unwrap() && !store.add_key(&by, "CMS", "i", Role::Admin).unwrap()
    );
    assert_eq!(store.key("h").unwrap().unwrap().name, "cms");
    assert!(store.revoke_key(&by, "cms").unwrap() && store.key("h").unwrap().is_none());
}

#[test]
fn other_databases_and_newer_stores_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.db");
    let other = rusqlite::Connection::open(&path).unwrap();
    other.execute_batch("CREATE TABLE t (a); PRAGMA user_version = 3").unwrap();
    assert!(Store::open(&path).unwrap_err().to_string().contains("another program"));
    let newer = folder.path().join("y.db");
    drop(Store::open(&newer).unwrap());
    rusqlite::Connection::open(&newer).unwrap().execute_batch("PRAGMA user_version = 99").unwrap();
    assert!(Store::open(&newer).unwrap_err().to_string().contains("newer program"));
    std::fs::write(folder.path().join("z.db"), "no database at all, but a text that is long enough").unwrap();
    assert!(Store::open(&folder.path().join("z.db")).unwrap_err().to_string().contains("no store"));
    assert!(Store::open(&folder.path().join("no/such/folder.db")).is_err());
}
