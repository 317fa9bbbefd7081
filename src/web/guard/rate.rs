//! How often one address may ask.

use std::net::{IpAddr, SocketAddr};
use std::num::NonZeroU32;

use axum::extract::{ConnectInfo, Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

use crate::web::{App, Limits, Problem};

/// Addresses that are remembered before those that have been quiet are forgotten.
const ADDRESSES: usize = 10_000;

/// Counts requests and log-ins by address.
pub(in crate::web) struct Rates {
    requests: Option<DefaultKeyedRateLimiter<IpAddr>>,
    logins: Option<DefaultKeyedRateLimiter<IpAddr>>,
}

impl Rates {
    pub fn new(limits: &Limits) -> Self {
        let limiter = |quota: fn(NonZeroU32) -> Quota, n| NonZeroU32::new(n).map(|n| RateLimiter::keyed(quota(n)));
        Self { requests: limiter(Quota::per_second, limits.rate), logins: limiter(Quota::per_minute, limits.logins) }
    }

    /// Counts a request.
    pub fn request(&self, address: IpAddr) -> Result<(), Problem> {
        count(self.requests.as_ref(), "rate", address)
    }

    /// Counts an attempt to log in.
    pub fn login(&self, address: IpAddr) -> Result<(), Problem> {
        count(self.logins.as_ref(), "logins", address)
    }
}

fn count(
    limiter: Option<&DefaultKeyedRateLimiter<IpAddr>>,
    limit: &'static str,
    address: IpAddr,
) -> Result<(), Problem> {
    let Some(limiter) = limiter else { return Ok(()) };
    if limiter.len() > ADDRESSES {
        limiter.retain_recent();
    }
    limiter.check_key(&address).map_err(|until| {
        let wait = until.wait_time_from(DefaultClock::default().now()).as_secs() + 1;
        Problem::TooMany { limit, wait }
    })
}

/// Answers 429 to an address that asks more often than the limit `rate`.
pub async fn rate(State(app): State<App>, request: Request, next: Next) -> Response {
    let from = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(from)| from.ip());
    match from.map_or(Ok(()), |from| app.rates().request(from)) {
        Ok(()) => next.run(request).await,
        Err(problem) => problem.into_response(),
    }
}
