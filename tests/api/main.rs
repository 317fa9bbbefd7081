//! What programs ask of the desk, through all guards and without a socket: every route, every refusal.
#![cfg(feature = "serve")]

mod coral;
mod desk;
mod labels;
mod operation;
mod perspective;
mod predict;
mod rights;
mod slow;
mod threads;
