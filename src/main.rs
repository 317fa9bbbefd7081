//! The command line of hustings.

mod cli;

fn main() -> std::process::ExitCode {
    cli::main()
}
