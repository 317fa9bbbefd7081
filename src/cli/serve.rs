//! `hustings serve`, `user` and `key`

use std::io::{BufRead, IsTerminal};
use std::net::SocketAddr;
use std::path::Path;

use hustings::store::{Actor, NewModel, NewThread, Origin, Store};
use hustings::thread::{Comment, ReadOptions, Reader, Replies, defuse};
use hustings::web::{App, Config, Limits, Policy, Secrets, Serving, hash_password, new_key, serve};
use hustings::{Error, Place, Result, artifact};

use super::desk::{Key, KeyTask, Serve, User, UserTask};
use super::exit::warn;
use super::output;

/// Opens the desk, until it is told to stop.
pub fn run(args: &Serve) -> anyhow::Result<()> {
    let store = Store::open(&args.db)?;
    let is_new = store.audit(None, 1)?.is_empty();
    let named = args.models.iter().map(|path| model(path)).collect::<Result<Vec<_>>>()?;
    let serving = Serving::begin(&store, &named)?;
    if is_new {
        store.add_thread(&Actor::new("start"), &example()?)?;
    }
    let config = Config {
        listen: SocketAddr::new(args.listen, args.port),
        hosts: args.host.clone(),
        https: args.https,
        retention_days: args.retention,
        data: args.data.clone(),
        policy: from_file(args.policy.as_deref(), Policy::read)?,
        coral_secrets: from_file(args.coral_secrets.as_deref(), Secrets::read)?,
        seed: args.seed,
        limits: Limits { rate: args.rate, ..Limits::default() },
    };
    warn(format!("{} is asked; everything is kept in {}", serving.name, args.db.display()));
    let app = App::new(store, serving, config)?;
    serve(&app, |address| warn(format!("the desk is open at http://{address}/ (Ctrl-C closes it)")))?;
    warn("the desk is closed");
    Ok(())
}

/// What a file says, or what holds without one.
fn from_file<T: Default>(path: Option<&Path>, read: impl FnOnce(&str, &str) -> Result<T>) -> Result<T> {
    let Some(path) = path else { return Ok(T::default()) };
    let text = std::fs::read_to_string(path).map_err(Error::io("read", path))?;
    read(&text, &path.to_string_lossy())
}

fn model(path: &Path) -> Result<NewModel> {
    let bytes = std::fs::read(path).map_err(Error::io("read", path))?;
    let name = path.file_stem().map_or_else(String::new, |stem| stem.to_string_lossy().into_owned());
    // Refused now, not when somebody promotes it.
    artifact::from_bytes(&bytes, &path.to_string_lossy())?;
    Ok(NewModel { name, origin: Origin::File, bytes, parent: None, report: None })
}

/// A thread to look around in.
fn example() -> Result<NewThread> {
    let page = artifact::shipped_page();
    let mut reader = Reader::from_read("data/demo-page.txt", Box::new(page.as_bytes()), &ReadOptions::default())?;
    let mut comments: Vec<Comment> = reader.by_ref().map(|row| row.map(|row| row.comment)).collect::<Result<_>>()?;
    let mut replies = Replies::default();
    for comment in &mut comments {
        defuse(comment);
        replies.recover(comment);
    }
    Ok(NewThread {
        title: "An example: a page of comments, pasted".into(),
        target: Some("arming the rebels".into()),
        source: reader.report().source.into(),
        comments,
    })
}

/// Says who may log in.
pub fn user(args: &User) -> anyhow::Result<()> {
    let by = Actor::new("shell");
    match &args.task {
        UserTask::Add { name, role } => {
            if name.trim().is_empty() || name.chars().any(char::is_control) {
                return Err(Error::recipe("name", "it is empty or holds control characters", "Give another one").into());
            }
            let hash = hash_password(&password()?)?;
            Store::open(&args.db)?.add_user(&by, name.trim(), &hash, (*role).into())?;
            warn(format!("{} may log in", name.trim()));
        }
        UserTask::Remove { name } => there(existing(&args.db)?.remove_user(&by, name)?, "user", name)?,
        UserTask::List => {
            let users = existing(&args.db)?.users()?;
            output::stdout(|w| users.iter().try_for_each(|user| writeln!(w, "{}\t{}", user.role.name(), user.name)))?;
        }
    }
    Ok(())
}

/// Gives programs keys.
pub fn key(args: &Key) -> anyhow::Result<()> {
    let by = Actor::new("shell");
    match &args.task {
        KeyTask::Add { name, role } => {
            let (key, hash) = new_key();
            if !Store::open(&args.db)?.add_key(&by, name, &hash, (*role).into())? {
                let cause = format!("there is a key of the name {name}");
                return Err(Error::recipe("name", cause, "Revoke it, or give this one another name").into());
            }
            output::stdout(|w| writeln!(w, "{key}"))?;
            warn("keep it: it is not shown again. Send it as `Authorization: Bearer KEY`");
        }
        KeyTask::Revoke { name } => there(existing(&args.db)?.revoke_key(&by, name)?, "key", name)?,
        KeyTask::List => {
            let keys = existing(&args.db)?.keys()?;
            output::stdout(|w| keys.iter().try_for_each(|key| writeln!(w, "{}\t{}", key.role.name(), key.name)))?;
        }
    }
    Ok(())
}

/// The desk of a file that there must be: who asks what is in it has mistyped its name otherwise.
fn existing(file: &Path) -> Result<Store> {
    if file.exists() {
        return Store::open(file);
    }
    let cure = "Name the desk's file with --db; `serve` and `add` make one";
    Err(Error::input(Place::file(file.display().to_string()), "there is no such file", cure))
}

fn there(was: bool, what: &str, name: &str) -> anyhow::Result<()> {
    let none =
        || Error::recipe("name", format!("there is no {what} of the name {name}"), "`list` shows those there are");
    if was { Ok(()) } else { Err(none().into()) }
}

/// The password, typed twice on a terminal, or a line of standard input.
fn password() -> anyhow::Result<String> {
    let terminal = console::Term::stderr();
    if std::io::stdin().is_terminal() && terminal.is_term() {
        let ask = |what: &str| -> std::io::Result<String> {
            terminal.write_str(what)?;
            terminal.read_secure_line()
        };
        let first = ask("password: ")?;
        if ask("once more: ")? != first {
            return Err(Error::recipe("password", "the second is another one", "Type it twice alike").into());
        }
        return Ok(first);
    }
    let mut line = String::new();
    std::io::stdin().lock().read_line(&mut line).map_err(Error::io("read", "standard input"))?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}
