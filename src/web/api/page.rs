//! The OpenAPI document as a page that needs no script.

use askama::Template;
use serde_json::Value;
use utoipa::openapi::OpenApi;

use super::words::{Kind, Piece, entries, kind, prose, text};
use crate::web::pages::frame::Frame;

/// The shape of what any request may be told instead of its answer: told once, not at every address.
const REFUSAL: &str = "ProblemDetails";

#[derive(Template)]
#[template(path = "api.html")]
struct Page {
    frame: Frame,
    version: String,
    about: Vec<Piece>,
    groups: Vec<Group>,
    refusals: Vec<Answer>,
    shapes: Vec<Shape>,
}

/// What belongs together.
struct Group {
    name: String,
    about: String,
    operations: Vec<Operation>,
}

/// What can be asked at an address.
struct Operation {
    anchor: String,
    method: String,
    path: String,
    summary: Vec<Piece>,
    about: Vec<Piece>,
    parameters: Vec<Field>,
    body: Vec<Kind>,
    answers: Vec<Answer>,
}

/// A parameter, or a field of a shape.
struct Field {
    name: String,
    place: String,
    kind: Kind,
    required: bool,
    about: Vec<Piece>,
}

/// What may be answered.
struct Answer {
    status: String,
    about: Vec<Piece>,
    kind: Option<Kind>,
}

/// An object that is sent or answered.
struct Shape {
    name: String,
    about: Vec<Piece>,
    one_of: Vec<String>,
    fields: Vec<Field>,
}

impl Answer {
    fn is_refusal(&self) -> bool {
        self.kind.as_ref().is_some_and(|kind| kind.shape.as_deref() == Some(REFUSAL))
    }
}

/// The page of a document.
pub fn page(document: &OpenApi) -> String {
    let value = serde_json::to_value(document).unwrap_or_default();
    let predict = &value["paths"]["/api/v1/predict"]["post"];
    let page = Page {
        frame: Frame::outside("API"),
        version: text(&value["info"], "version"),
        about: prose(&value["info"], "description"),
        groups: value["tags"].as_array().into_iter().flatten().map(|tag| group(&value, tag)).collect(),
        refusals: answers(predict).filter(Answer::is_refusal).collect(),
        shapes: entries(&value["components"]["schemas"]).map(|(name, schema)| shape(name, schema)).collect(),
    };
    // The template has no failing part: it writes strings into a string.
    page.render().unwrap_or_default()
}

fn group(document: &Value, tag: &Value) -> Group {
    let name = text(tag, "name");
    let mut operations = Vec::new();
    for (path, methods) in entries(&document["paths"]) {
        let own = |operation: &Value| operation["tags"][0].as_str() == Some(name.as_str());
        let asked = entries(methods).filter(|(_, operation)| own(operation));
        operations.extend(asked.map(|(method, operation)| self::operation(path, method, operation)));
    }
    Group { name, about: text(tag, "description"), operations }
}

fn operation(path: &str, method: &str, value: &Value) -> Operation {
    let parameter = |value: &Value| Field {
        name: text(value, "name"),
        place: text(value, "in"),
        kind: kind(&value["schema"]),
        required: value["required"].as_bool().unwrap_or(false),
        about: prose(value, "description"),
    };
    Operation {
        anchor: format!("{method}{}", path.replace(|c: char| !c.is_alphanumeric(), "-")),
        method: method.to_uppercase(),
        path: path.to_owned(),
        summary: prose(value, "summary"),
        about: prose(value, "description"),
        parameters: value["parameters"].as_array().into_iter().flatten().map(parameter).collect(),
        body: entries(&value["requestBody"]["content"]).map(|(_, content)| kind(&content["schema"])).collect(),
        answers: answers(value).filter(|answer| !answer.is_refusal()).collect(),
    }
}

fn answers(operation: &Value) -> impl Iterator<Item = Answer> {
    entries(&operation["responses"]).map(|(status, value)| Answer {
        status: status.clone(),
        about: prose(value, "description"),
        kind: entries(&value["content"]).next().map(|(_, content)| kind(&content["schema"])),
    })
}

fn shape(name: &str, value: &Value) -> Shape {
    let required = |field: &str| value["required"].as_array().into_iter().flatten().any(|name| name == field);
    let field = |(name, value): (&String, &Value)| Field {
        name: name.clone(),
        place: String::new(),
        kind: kind(value),
        required: required(name),
        about: prose(value, "description"),
    };
    let values = value["enum"].as_array().into_iter().flatten();
    Shape {
        name: name.to_owned(),
        about: prose(value, "description"),
        one_of: values.filter_map(|value| value.as_str().map(str::to_owned)).collect(),
        fields: entries(&value["properties"]).map(field).collect(),
    }
}
