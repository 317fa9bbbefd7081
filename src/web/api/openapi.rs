//! The head of the OpenAPI document; its body comes from the handlers.

use utoipa::openapi::security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::{Modify, OpenApi};

use super::faults::ProblemDetails;

/// The document before the handlers are added.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "hustings",
        description = "Says which side of a question a comment takes, and what it does in the conversation. Every label \
                       is a program's: check before you act. Figures of the model stand on the desk's page of models; what is sent to \
                       be scored is neither stored nor logged.",
        license(name = "MIT OR Apache-2.0", identifier = "MIT OR Apache-2.0"),
    ),
    tags(
        (name = "prediction", description = "The sides of comments"),
        (name = "threads", description = "Threads of the desk, scored"),
        (name = "labels", description = "What people say of comments"),
        (name = "models", description = "The models of the desk"),
        (name = "comment systems", description = "Addresses in the shapes that comment systems call"),
        (name = "operation", description = "For whoever runs the desk"),
    ),
    security(("key" = []), ("session" = [])),
    components(schemas(ProblemDetails)),
    modifiers(&Schemes)
)]
struct Head;

struct Schemes;

impl Modify for Schemes {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        let bearer = HttpBuilder::new()
            .scheme(HttpAuthScheme::Bearer)
            .description(Some(
                "A key from `hustings key add`. While nobody can log in, a desk on loopback asks for none.",
            ))
            .build();
        let cookie = ApiKey::Cookie(ApiKeyValue::new(crate::web::auth::COOKIE));
        let components = document.components.get_or_insert_default();
        components.add_security_scheme("key", SecurityScheme::Http(bearer));
        components.add_security_scheme("session", SecurityScheme::ApiKey(cookie));
    }
}

/// The document before the handlers are added.
pub fn document() -> utoipa::openapi::OpenApi {
    Head::openapi()
}

/// The document as it is served.
pub fn json(document: &utoipa::openapi::OpenApi) -> String {
    // A document is strings and numbers, which can always be written.
    document.to_json().unwrap_or_default()
}
