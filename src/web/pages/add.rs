//! `POST /threads`: adds a thread from a file or from what was pasted.

use axum::extract::multipart::{Field, MultipartError};
use axum::extract::{Multipart, State};
use axum::response::Redirect;

use crate::web::app::apart;
use crate::web::intake::{self, Sent};
use crate::web::{App, Moderator, Problem};

/// What stands for the name of a file where there is none.
const PASTED: &str = "pasted text";
/// The books' word for what was read of a thread; the thread's page shows it once.
pub(super) const READ: &str = "thread.read";

/// `POST /threads`
pub(super) async fn post(
    State(app): State<App>,
    Moderator(who): Moderator,
    form: Multipart,
) -> Result<Redirect, Problem> {
    let (csrf, sent) = fields(form).await?;
    who.check(&csrf)?;
    if sent.bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(Problem::bad("there is nothing to read", "Paste the comments, or choose a file"));
    }
    let most = app.config().limits.comments;
    let (mut thread, report) = apart(move || intake::read(sent, most)).await?;
    thread.target = thread.target.or_else(|| app.model().classifier.recipe.default_target.clone());
    let told = report.to_string();
    let id = app
        .store(move |store| {
            let id = store.add_thread(&who.actor, &thread)?;
            store.note(&who.actor, READ, &format!("thread {id}"), &told)?;
            Ok::<_, crate::Error>(id)
        })
        .await?;
    Ok(Redirect::to(&format!("/threads/{id}?added=1")))
}

/// The token of the form, and what was sent. A file that was chosen goes before what was pasted.
async fn fields(mut form: Multipart) -> Result<(String, Sent), Problem> {
    let (mut csrf, mut pasted, mut sent) = (String::new(), String::new(), Sent::default());
    while let Some(field) = form.next_field().await.map_err(|error| unreadable(&error))? {
        match field.name().unwrap_or_default() {
            "file" => {
                let name = field.file_name().unwrap_or_default().to_owned();
                let bytes = field.bytes().await.map_err(|error| unreadable(&error))?;
                if !bytes.is_empty() {
                    (sent.name, sent.bytes) = (name, bytes.to_vec());
                }
            }
            "csrf" => csrf = text(field).await?,
            "text" => pasted = text(field).await?,
            "title" => sent.title = given(&text(field).await?),
            "target" => sent.target = given(&text(field).await?),
            "from" => sent.from = given(&text(field).await?),
            _ => {}
        }
    }
    if sent.bytes.is_empty() {
        // A form ends its lines with a carriage return, whatever was pasted.
        (sent.name, sent.bytes) = (PASTED.to_owned(), pasted.replace("\r\n", "\n").into_bytes());
    }
    if sent.name.trim().is_empty() {
        PASTED.clone_into(&mut sent.name);
    }
    Ok((csrf, sent))
}

async fn text(field: Field<'_>) -> Result<String, Problem> {
    field.text().await.map_err(|error| unreadable(&error))
}

fn given(text: &str) -> Option<String> {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    (!line.is_empty()).then_some(line)
}

fn unreadable(error: &MultipartError) -> Problem {
    match error.status().as_u16() {
        413 => Problem::TooLarge { limit: "body", allowed: "one request".into() },
        _ => Problem::bad(format!("the form could not be read ({})", error.body_text()), "Send it from its page"),
    }
}
