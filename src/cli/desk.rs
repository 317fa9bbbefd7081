//! What is typed for the moderator's desk: serve, user, key.

use std::net::IpAddr;
use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};
use hustings::store::Role;

/// `serve`
#[derive(Args)]
pub struct Serve {
    /// Model files to add; the first is asked until another one is promoted [default: the model inside the program]
    #[arg(value_name = "MODEL")]
    pub models: Vec<PathBuf>,
    /// The file that everything is kept in
    #[arg(long, default_value = "desk.db", value_name = "FILE")]
    pub db: PathBuf,
    /// Port to listen on; 0 for one that is free
    #[arg(long, default_value_t = 8087)]
    pub port: u16,
    /// Address to listen on; on any but loopback people have to log in
    #[arg(long, default_value = "127.0.0.1", value_name = "ADDRESS")]
    pub listen: IpAddr,
    /// A name under which people reach the desk, e.g. behind a proxy: they then have to log in. May be given several times
    #[arg(long, value_name = "NAME")]
    pub host: Vec<String>,
    /// People reach it by HTTPS, through a proxy: send cookies over nothing else
    #[arg(long)]
    pub https: bool,
    /// Labelled comments that the models were trained on; new labels are added to them. May be given several times
    #[arg(long, value_name = "DATA")]
    pub data: Vec<PathBuf>,
    /// Delete threads so many days after they were added
    #[arg(long, value_name = "DAYS")]
    pub retention: Option<u32>,
    /// Requests a second from one address; more are answered 429, and 0 is no limit
    #[arg(long, default_value_t = 0, value_name = "N")]
    pub rate: u32,
    /// What Coral is told of comments, as TOML; without it attacks are flagged and nothing is decided (docs/api.md)
    #[arg(long, value_name = "FILE")]
    pub policy: Option<PathBuf>,
    /// The secrets that Coral signs with, one a line; without it Coral has to bring a key
    #[arg(long, value_name = "FILE")]
    pub coral_secrets: Option<PathBuf>,
    /// Seed of every draw
    #[arg(long, default_value_t = 42)]
    pub seed: u64,
}

/// `user`
#[derive(Args)]
pub struct User {
    /// What is to be done
    #[command(subcommand)]
    pub task: UserTask,
    /// The file of the desk
    #[arg(long, global = true, default_value = "desk.db", value_name = "FILE")]
    pub db: PathBuf,
}

/// What may be done with users.
#[derive(Subcommand)]
pub enum UserTask {
    /// Let somebody log in, or change a password or role; the password is asked for, or read from standard input
    Add {
        /// The name to log in with
        name: String,
        /// What the user may do
        #[arg(long, default_value = "moderator")]
        role: RoleName,
    },
    /// Let somebody log in no longer; labels and the audit log keep the name
    Remove {
        /// The name
        name: String,
    },
    /// Show who may log in
    List,
}

/// `key`
#[derive(Args)]
pub struct Key {
    /// What is to be done
    #[command(subcommand)]
    pub task: KeyTask,
    /// The file of the desk
    #[arg(long, global = true, default_value = "desk.db", value_name = "FILE")]
    pub db: PathBuf,
}

/// What may be done with keys.
#[derive(Subcommand)]
pub enum KeyTask {
    /// Make a key and print it; only what recognises it is kept
    Add {
        /// What the key is called in the books
        name: String,
        /// What the program may do
        #[arg(long, default_value = "viewer")]
        role: RoleName,
    },
    /// Let a key work no longer; a desk that is open notices within 5 seconds
    Revoke {
        /// What the key is called
        name: String,
    },
    /// Show what keys there are
    List,
}

/// A role.
#[derive(Clone, Copy, ValueEnum)]
pub enum RoleName {
    /// Read, and ask for scores
    Viewer,
    /// Add threads, correct and label
    Moderator,
    /// Delete threads, train and promote models, read the audit log
    Admin,
}

impl From<RoleName> for Role {
    fn from(name: RoleName) -> Self {
        match name {
            RoleName::Viewer => Self::Viewer,
            RoleName::Moderator => Self::Moderator,
            RoleName::Admin => Self::Admin,
        }
    }
}
