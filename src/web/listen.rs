//! The socket, and the end of it all.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Extension;
use axum::extract::ConnectInfo;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tower::Layer;

use super::{App, router};
use crate::error::{Error, Result};
use crate::store::Store;

/// How long to wait after the system had no socket to give.
const BREATH: Duration = Duration::from_millis(50);
/// How often threads are looked at that have been kept for long enough.
const SWEEP: Duration = Duration::from_hours(1);
/// Files and sockets that this process may have open, if the system lets it.
const FILES: u64 = 65_536;

/// Serves until the process is told to stop (Ctrl-C, or SIGTERM), then finishes what was begun. `ready` is told the
/// address once it is listened on.
///
/// # Errors
/// [`Error::Recipe`] if strangers could reach a desk that nobody has to log in to, [`Error::Io`] if it cannot listen.
pub fn serve(app: &App, ready: impl FnOnce(SocketAddr)) -> Result<()> {
    let listen = app.config().listen;
    if !app.config().is_private() && !app.books().has_users()? {
        let cause = format!("others could reach {listen}, and nobody has to log in");
        return Err(Error::recipe("listen", cause, "Create a user first with `hustings user add NAME`"));
    }
    // A system that does not let it is one with fewer connections.
    let _ = rlimit::increase_nofile_limit(FILES);
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let runtime = runtime.map_err(Error::io("start the threads of", "the desk"))?;
    runtime.block_on(async {
        let listener = TcpListener::bind(listen).await.map_err(Error::io("listen on", listen.to_string()))?;
        ready(listener.local_addr().map_err(Error::io("listen on", listen.to_string()))?);
        tokio::spawn(sweep(app.clone()));
        accept(app, listener).await;
        Ok(())
    })?;
    // A training that runs is not waited for: its labels are in the store.
    runtime.shutdown_timeout(Duration::from_millis(100));
    Ok(())
}

async fn accept(app: &App, listener: TcpListener) {
    let limits = app.config().limits.clone();
    // To find out which HTTP a client speaks, one would wait for its first bytes without end.
    let mut builder = Builder::new(TokioExecutor::new()).http1_only();
    builder.http1().timer(TokioTimer::new()).header_read_timeout(limits.head);
    let (builder, routes) = (Arc::new(builder), router(app));
    let (graceful, room) = (GracefulShutdown::new(), Arc::new(Semaphore::new(limits.connections)));
    let mut stop = std::pin::pin!(stop());
    loop {
        let next = async {
            let place = Arc::clone(&room).acquire_owned().await;
            (place, listener.accept().await)
        };
        let (place, accepted) = tokio::select! { next = next => next, () = &mut stop => break };
        let Ok((stream, from)) = accepted else {
            tokio::time::sleep(BREATH).await;
            continue;
        };
        // Small answers are not to wait for more.
        let _ = stream.set_nodelay(true);
        let service = TowerToHyperService::new(Extension(ConnectInfo(from)).layer(routes.clone()));
        let builder = Arc::clone(&builder);
        let connection = builder.serve_connection(TokioIo::<TcpStream>::new(stream), service).into_owned();
        let watched = graceful.watch(connection);
        tokio::spawn(async move {
            // What a client breaks off is the client's matter.
            let _ = watched.await;
            drop(place);
        });
    }
    drop(listener);
    let _ = tokio::time::timeout(limits.shutdown, graceful.shutdown()).await;
}

/// Deletes threads that have been kept for long enough, now and then.
async fn sweep(app: App) {
    let Some(days) = app.config().retention_days else { return };
    loop {
        let oldest = jiff::Timestamp::now() - jiff::SignedDuration::from_hours(24 * i64::from(days));
        let before = format!("{oldest:.3}");
        if let Err(problem) = app.store(move |store: &Store| store.expire(&before)).await {
            anstream::eprintln!("error: {}", problem.told().detail);
        }
        tokio::time::sleep(SWEEP).await;
    }
}

/// Returns when the process is told to stop.
async fn stop() {
    let interrupt = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        let Ok(mut terminate) = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) else {
            let _ = interrupt.await;
            return;
        };
        tokio::select! { _ = interrupt => (), _ = terminate.recv() => () }
    }
    #[cfg(not(unix))]
    let _ = interrupt.await;
}
