//! What every handler shares.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::{Duration, Instant};

use super::api::{Metrics, Parents};
use super::auth::Keyring;
use super::guard::Rates;
use super::scored::Kept;
use super::{Config, Jobs, Problem, ScoredThread, Serving};
use crate::brief::Brief;
use crate::error::Result;
use crate::store::{Actor, ModelId, Store, ThreadId};

/// How long it may take until a user that was added from a shell is noticed.
const NOTICE: Duration = Duration::from_secs(1);

/// Everything that a handler needs; cheap to clone.
#[derive(Clone)]
pub struct App {
    inner: Arc<Inner>,
}

struct Inner {
    store: Store,
    config: Config,
    model: RwLock<Arc<Serving>>,
    jobs: Jobs,
    kept: Kept,
    keyring: Keyring,
    rates: Rates,
    metrics: Metrics,
    parents: Parents,
    /// Proves that a form comes from a page of this process, where there are no sessions.
    csrf: String,
    has_users: AtomicBool,
    looked: Mutex<Instant>,
}

impl App {
    /// An application over a store, asking a model of it.
    ///
    /// # Errors
    /// [`crate::Error::Store`]
    pub fn new(store: Store, model: Serving, config: Config) -> Result<Self> {
        let inner = Inner {
            has_users: AtomicBool::new(store.has_users()?),
            looked: Mutex::new(Instant::now()),
            csrf: super::auth::token(),
            rates: Rates::new(&config.limits),
            metrics: Metrics::default(),
            parents: Parents::new(config.policy.parents),
            keyring: Keyring::default(),
            kept: Kept::default(),
            jobs: Jobs::default(),
            model: RwLock::new(Arc::new(model)),
            config,
            store,
        };
        Ok(Self { inner: Arc::new(inner) })
    }

    /// How the desk is served.
    #[must_use]
    pub fn config(&self) -> &Config {
        &self.inner.config
    }

    /// Training, one at a time.
    #[must_use]
    pub fn jobs(&self) -> &Jobs {
        &self.inner.jobs
    }

    pub(super) fn keyring(&self) -> &Keyring {
        &self.inner.keyring
    }

    pub(super) fn rates(&self) -> &Rates {
        &self.inner.rates
    }

    /// Figures for Prometheus.
    pub(super) fn metrics(&self) -> &Metrics {
        &self.inner.metrics
    }

    /// What Coral's comments said that others answer.
    pub(super) fn parents(&self) -> &Parents {
        &self.inner.parents
    }

    pub(super) fn csrf(&self) -> &str {
        &self.inner.csrf
    }

    pub(super) fn books(&self) -> &Store {
        &self.inner.store
    }

    /// Asks the store on a thread that may block.
    ///
    /// # Errors
    /// What the closure says, as a [`Problem`].
    pub async fn store<T, E>(&self, ask: impl FnOnce(&Store) -> Result<T, E> + Send + 'static) -> Result<T, Problem>
    where
        T: Send + 'static,
        E: Into<Problem> + Send + 'static,
    {
        let store = self.inner.store.clone();
        apart(move || ask(&store)).await
    }

    /// The model that is asked.
    #[must_use]
    pub fn model(&self) -> Arc<Serving> {
        Arc::clone(&self.inner.model.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Asks another model from now on; one that cannot be used is not promoted.
    ///
    /// # Errors
    /// [`Problem::NotFound`], or that the model cannot be used.
    pub async fn promote(&self, by: Actor, id: ModelId) -> Result<(), Problem> {
        let app = self.clone();
        apart(move || {
            let store = &app.inner.store;
            if store.model(id)?.is_none() {
                return Err(Problem::NotFound);
            }
            let serving = Serving::load(store, id)?;
            store.promote(&by, id)?;
            app.ask(serving);
            Ok(())
        })
        .await
    }

    /// Asks the model again that was asked before the present one; nothing if there was none.
    ///
    /// # Errors
    /// That the model cannot be used.
    pub async fn roll_back(&self, by: Actor) -> Result<Option<ModelId>, Problem> {
        let app = self.clone();
        apart(move || {
            let Some(id) = app.inner.store.roll_back(&by)? else { return Ok::<_, Problem>(None) };
            app.ask(Serving::load(&app.inner.store, id)?);
            Ok(Some(id))
        })
        .await
    }

    fn ask(&self, serving: Serving) {
        *self.inner.model.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(serving);
    }

    /// Trains a model on what was labelled, in the background.
    ///
    /// # Errors
    /// [`Problem::Conflict`] if one is being trained.
    pub fn train(&self, by: Actor) -> Result<(), Problem> {
        self.inner.jobs.start(self.clone(), by)
    }

    /// What the model says of a thread's comments, and what people say.
    ///
    /// # Errors
    /// [`Problem::NotFound`]
    pub async fn scored(&self, thread: ThreadId) -> Result<Arc<ScoredThread>, Problem> {
        let app = self.clone();
        apart(move || app.inner.kept.scored(&app.inner.store, &app.model(), thread)).await
    }

    /// The brief of a thread, in which people's labels stand in the place of the model's.
    ///
    /// # Errors
    /// [`Problem::NotFound`]
    pub async fn brief(&self, thread: ThreadId, pseudonymise: bool) -> Result<Brief, Problem> {
        let scored = self.scored(thread).await?;
        let (model, seed) = (self.model(), self.inner.config.seed);
        apart(move || scored.brief(&model, seed, pseudonymise).map_err(Problem::from)).await
    }

    /// Whether everybody is the one person at this machine: nobody else can reach the desk, and nobody can log in.
    pub(super) async fn is_single(&self) -> Result<bool, Problem> {
        if !self.inner.config.is_private() {
            return Ok(false);
        }
        let stale = {
            let mut looked = self.inner.looked.lock().unwrap_or_else(PoisonError::into_inner);
            let stale = looked.elapsed() > NOTICE;
            if stale {
                *looked = Instant::now();
            }
            stale
        };
        if stale {
            let has = self.store(Store::has_users).await?;
            self.inner.has_users.store(has, Ordering::Relaxed);
        }
        Ok(!self.inner.has_users.load(Ordering::Relaxed))
    }
}

/// Runs what blocks or takes long on a thread that may.
pub(super) async fn apart<T, E>(work: impl FnOnce() -> Result<T, E> + Send + 'static) -> Result<T, Problem>
where
    T: Send + 'static,
    E: Into<Problem> + Send + 'static,
{
    let done = tokio::task::spawn_blocking(work).await;
    done.map_err(|error| Problem::Inside(error.to_string()))?.map_err(Into::into)
}
