//! What Coral asks.

use axum::extract::{FromRequest, Request};
use serde::Deserialize;
use utoipa::ToSchema;

use super::signature::HEADER;
use crate::web::api::body::Text;
use crate::web::api::policy::AuthorRole;
use crate::web::auth::who;
use crate::web::{App, Problem};

/// A comment that is being written or edited. What Coral may send beside this is passed over.
#[derive(Deserialize, ToSchema)]
pub struct ModerationRequest {
    /// `NEW` or `EDIT`.
    #[serde(default)]
    #[expect(dead_code, reason = "an edited comment is judged like a new one")]
    pub action: String,
    /// The comment.
    pub comment: CoralComment,
    /// Who writes it.
    #[serde(default)]
    pub author: CoralAuthor,
    /// What it is about.
    #[serde(default)]
    pub story: CoralStory,
}

/// The comment.
#[derive(Deserialize, ToSchema)]
pub struct CoralComment {
    /// Coral's id; Coral itself does not send one as yet.
    #[serde(default)]
    pub id: Option<String>,
    /// HTML, or text.
    pub body: String,
    /// The id of the comment that it answers.
    #[serde(default, rename = "parentID")]
    pub parent_id: Option<String>,
}

/// Who writes it.
#[derive(Deserialize, ToSchema, Default)]
pub struct CoralAuthor {
    /// Coral's id of the person.
    #[serde(default)]
    pub id: String,
    /// What the person is to the site: `COMMENTER`, `MEMBER`, `STAFF`, `MODERATOR` or `ADMIN`.
    #[serde(default)]
    pub role: String,
}

impl CoralAuthor {
    /// The role, if it is one that is known.
    pub fn role(&self) -> Option<AuthorRole> {
        serde_json::from_value(self.role.to_ascii_uppercase().into()).ok()
    }
}

/// What it is about.
#[derive(Deserialize, ToSchema, Default)]
pub struct CoralStory {
    /// Coral's id of the story.
    #[serde(default)]
    pub id: String,
    /// Its address.
    #[serde(default)]
    pub url: String,
}

/// A body that is Coral's by its signature; where no secret is known, one by somebody who may read.
pub struct Signed(pub Text);

impl FromRequest<App> for Signed {
    type Rejection = Problem;

    async fn from_request(request: Request, app: &App) -> Result<Self, Problem> {
        let (parts, body) = request.into_parts();
        let secrets = &app.config().coral_secrets;
        if secrets.is_empty() {
            who(&parts, app).await?;
        }
        let header = parts.headers.get(HEADER).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
        let body = Text::from_request(Request::from_parts(parts, body), app).await?;
        if !secrets.is_empty() && !secrets.sign(&header, &body.0) {
            return Err(Problem::Refused(
                "The header X-Coral-Signature is not that of this body by a secret of this desk. Copy the phase's \
                 signing secret into the file of secrets."
                    .into(),
            ));
        }
        Ok(Self(body))
    }
}
