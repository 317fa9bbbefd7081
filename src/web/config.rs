//! How the desk is to be served.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use super::{Policy, Secrets};

/// How the desk is to be served.
#[derive(Debug, Clone)]
pub struct Config {
    /// Where to listen; a port of 0 is one that is free.
    pub listen: SocketAddr,
    /// Names under which the desk is reached. Where there are none, on loopback only the names of loopback are answered,
    /// and elsewhere any.
    pub hosts: Vec<String>,
    /// Whether people reach it by HTTPS, through a proxy: cookies are then sent over nothing else.
    pub https: bool,
    /// Days after which a thread is deleted; nothing keeps them.
    pub retention_days: Option<u32>,
    /// Labelled comments that the models were trained on; new labels are added to them. The shipped model needs none.
    pub data: Vec<PathBuf>,
    /// Seed of every draw.
    pub seed: u64,
    /// What Coral is told of comments.
    pub policy: Policy,
    /// What Coral signs with; where there are none, it is to bring a key.
    pub coral_secrets: Secrets,
    /// What may come from outside.
    pub limits: Limits,
}

impl Config {
    /// Whether only people at this machine can reach the desk: it listens on loopback and is known by no other name,
    /// under which a proxy would let others in.
    #[must_use]
    pub fn is_private(&self) -> bool {
        self.listen.ip().is_loopback() && self.hosts.is_empty()
    }
}

impl Default for Config {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 8087)),
            hosts: Vec::new(),
            https: false,
            retention_days: None,
            data: Vec::new(),
            seed: 42,
            policy: Policy::default(),
            coral_secrets: Secrets::default(),
            limits: Limits::default(),
        }
    }
}

/// What may come from outside, each limit with its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// `body`: bytes of a request.
    pub body: usize,
    /// `connections`: open at one time; more wait.
    pub connections: usize,
    /// `concurrency`: requests worked on at one time; more are answered 503.
    pub concurrency: usize,
    /// `rate`: requests a second from one address; more are answered 429. 0 is no limit.
    pub rate: u32,
    /// `logins`: attempts a minute from one address.
    pub logins: u32,
    /// `head`: how long a client may take to send the head of a request.
    pub head: Duration,
    /// `request`: how long a request may take, its body included.
    pub request: Duration,
    /// `comments`: of one thread.
    pub comments: usize,
    /// `session`: how long somebody stays logged in.
    pub session: Duration,
    /// `shutdown`: how long requests may go on after the desk was told to stop.
    pub shutdown: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            body: 64 << 20,
            connections: 16_384,
            concurrency: 512,
            rate: 0,
            logins: 10,
            head: Duration::from_secs(10),
            request: Duration::from_mins(1),
            comments: 200_000,
            session: Duration::from_hours(12),
            shutdown: Duration::from_secs(10),
        }
    }
}
