//! Progress bars, on a terminal only.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

/// A bar that fills from 0 to 1 with what was last done beside it.
pub struct Bar(ProgressBar);

const STEPS: u64 = 1000;

impl Bar {
    /// A bar for work of known extent. Hidden where standard error is no terminal.
    pub fn new() -> Self {
        let bar = ProgressBar::new(STEPS);
        if let Ok(style) = ProgressStyle::with_template("{bar:30} {percent:>3}% {msg}  {elapsed} elapsed, {eta} left") {
            bar.set_style(style);
        }
        bar.enable_steady_tick(Duration::from_millis(200));
        Self(bar)
    }

    /// Moves the bar.
    pub fn at(&self, done: &str, share: f64) {
        self.0.set_message(done.to_owned());
        self.0.set_position((share.clamp(0.0, 1.0) * STEPS as f64) as u64);
    }

    /// Takes the bar away.
    pub fn finish(&self) {
        self.0.finish_and_clear();
    }
}

/// A counter for streams of unknown length.
pub fn counter() -> ProgressBar {
    let bar = ProgressBar::new_spinner();
    if let Ok(style) = ProgressStyle::with_template("{spinner} {human_pos} comments  {per_sec}  {elapsed}") {
        bar.set_style(style);
    }
    bar
}
