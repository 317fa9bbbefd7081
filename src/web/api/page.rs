//! The OpenAPI document as a page that needs no script.

use askama::Template;
use serde_json::{Map, Value};
use utoipa::openapi::OpenApi;

use crate::web::pages::frame::Frame;

#[derive(Template)]
#[template(path = "api.html")]
struct Page {
    frame: Frame,
    version: String,
    about: String,
    groups: Vec<Group>,
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
    summary: String,
    about: String,
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
    about: String,
}

/// What may be answered.
struct Answer {
    status: String,
    about: String,
    kind: Option<Kind>,
}

/// An object that is sent or answered.
struct Shape {
    name: String,
    about: String,
    one_of: Vec<String>,
    fields: Vec<Field>,
}

/// A kind of value in words, and the shape that it refers to.
struct Kind {
    before: String,
    shape: Option<String>,
    after: String,
}

/// The page of a document.
pub fn page(document: &OpenApi) -> String {
    let value = serde_json::to_value(document).unwrap_or_default();
    let groups = value["tags"].as_array().into_iter().flatten().map(|tag| group(&value, tag)).collect();
    let shapes = entries(&value["components"]["schemas"]).map(|(name, schema)| shape(name, schema)).collect();
    let page = Page {
        frame: Frame::outside("API"),
        version: text(&value["info"], "version"),
        about: text(&value["info"], "description"),
        groups,
        shapes,
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
        about: text(value, "description"),
    };
    let answer = |(status, value): (&String, &Value)| Answer {
        status: status.clone(),
        about: text(value, "description"),
        kind: entries(&value["content"]).next().map(|(_, content)| kind(&content["schema"])),
    };
    Operation {
        anchor: format!("{method}{}", path.replace(|c: char| !c.is_alphanumeric(), "-")),
        method: method.to_uppercase(),
        path: path.to_owned(),
        summary: text(value, "summary"),
        about: text(value, "description"),
        parameters: value["parameters"].as_array().into_iter().flatten().map(parameter).collect(),
        body: entries(&value["requestBody"]["content"]).map(|(_, content)| kind(&content["schema"])).collect(),
        answers: entries(&value["responses"]).map(answer).collect(),
    }
}

fn shape(name: &str, value: &Value) -> Shape {
    let required = |field: &str| value["required"].as_array().into_iter().flatten().any(|name| name == field);
    let field = |(name, value): (&String, &Value)| Field {
        name: name.clone(),
        place: String::new(),
        kind: kind(value),
        required: required(name),
        about: text(value, "description"),
    };
    let values = value["enum"].as_array().into_iter().flatten();
    Shape {
        name: name.to_owned(),
        about: text(value, "description"),
        one_of: values.filter_map(|value| value.as_str().map(str::to_owned)).collect(),
        fields: entries(&value["properties"]).map(field).collect(),
    }
}

/// A schema in words.
fn kind(schema: &Value) -> Kind {
    let plain = |words: String| Kind { before: words, shape: None, after: String::new() };
    if let Some(reference) = schema["$ref"].as_str() {
        let name = reference.rsplit('/').next().unwrap_or(reference);
        return Kind { before: String::new(), shape: Some(name.to_owned()), after: String::new() };
    }
    if let Some(several) = schema["oneOf"].as_array() {
        let real = several.iter().find(|schema| schema["type"] != "null");
        let Kind { before, shape, after } = real.map_or_else(|| plain("anything".into()), kind);
        return Kind { before, shape, after: after + " or null" };
    }
    let names: Vec<&str> = match &schema["type"] {
        Value::String(name) => vec![name],
        Value::Array(names) => names.iter().filter_map(Value::as_str).collect(),
        _ => return plain("anything".into()),
    };
    let or_null = if names.contains(&"null") { " or null" } else { "" };
    let of = |what: &str, schema: &Value| {
        let Kind { before, shape, after } = kind(schema);
        Kind { before: format!("{what} {before}"), shape, after: after + or_null }
    };
    match names.iter().find(|name| **name != "null").copied().unwrap_or("null") {
        "array" if schema["items"].is_object() => of("list of", &schema["items"]),
        "object" if schema["additionalProperties"].is_object() => {
            of("object, by name, of", &schema["additionalProperties"])
        }
        "integer" => plain(format!("whole number{or_null}")),
        "boolean" => plain(format!("true or false{or_null}")),
        name => plain(format!("{name}{or_null}")),
    }
}

fn text(value: &Value, key: &str) -> String {
    value[key].as_str().unwrap_or_default().to_owned()
}

fn entries(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flat_map(Map::iter)
}
