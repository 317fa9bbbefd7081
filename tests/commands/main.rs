//! The program through its front door: arguments in, exit code, output and files out.

mod annotation;
mod basics;
mod care;
mod desk;
mod evaluation;
#[cfg(feature = "serve")]
mod people;
mod prevalence;
