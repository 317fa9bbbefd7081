//! Descriptions and schemas of the document in words.

use serde_json::{Map, Value};

/// A piece of a description.
pub struct Piece {
    /// Whether it stood between backticks.
    pub is_code: bool,
    /// What it says.
    pub text: String,
}

/// A kind of value in words, and the shape that it refers to.
pub struct Kind {
    /// Words before the shape's name.
    pub before: String,
    /// The name of a shape.
    pub shape: Option<String>,
    /// Words behind it.
    pub after: String,
}

/// The pieces of a description of a value.
pub fn prose(value: &Value, key: &str) -> Vec<Piece> {
    let pieces = value[key].as_str().unwrap_or_default().split('`').enumerate();
    let pieces = pieces.map(|(at, text)| Piece { is_code: at % 2 == 1, text: text.to_owned() });
    pieces.filter(|piece| !piece.text.is_empty()).collect()
}

/// A string of a value; empty where there is none.
pub fn text(value: &Value, key: &str) -> String {
    value[key].as_str().unwrap_or_default().to_owned()
}

/// What stands in an object, in its order; nothing if it is no object.
pub fn entries(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flat_map(Map::iter)
}

/// A schema in words.
pub fn kind(schema: &Value) -> Kind {
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
        "array" if schema["items"]["format"] == "int32" => plain("bytes".into()),
        "array" if schema["items"].is_object() => of("list of", &schema["items"]),
        "object" if schema["additionalProperties"].is_object() => {
            of("object, by name, of", &schema["additionalProperties"])
        }
        "integer" => plain(format!("whole number{or_null}")),
        "boolean" => plain(format!("true or false{or_null}")),
        name => plain(format!("{name}{or_null}")),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn words(schema: &Value) -> String {
        let Kind { before, shape, after } = kind(schema);
        before + &shape.map_or_else(String::new, |shape| format!("<{shape}>")) + &after
    }

    #[test]
    fn schemas_are_told_in_words() {
        let thread = json!({ "$ref": "#/components/schemas/Thread" });
        assert_eq!(words(&thread), "<Thread>");
        assert_eq!(words(&json!({ "type": "array", "items": thread })), "list of <Thread>");
        assert_eq!(words(&json!({ "oneOf": [{ "type": "null" }, thread] })), "<Thread> or null");
        assert_eq!(words(&json!({ "type": ["integer", "null"] })), "whole number or null");
        let by_name = json!({ "type": ["object", "null"], "additionalProperties": { "type": "number" } });
        assert_eq!(words(&by_name), "object, by name, of number or null");
        assert_eq!(words(&json!({})), "anything");
    }

    #[test]
    fn what_stands_between_backticks_is_code() {
        let pieces = prose(&json!({ "description": "Send `a` or `b`." }), "description");
        let told: Vec<(bool, &str)> = pieces.iter().map(|piece| (piece.is_code, piece.text.as_str())).collect();
        assert_eq!(told, [(false, "Send "), (true, "a"), (false, " or "), (true, "b"), (false, ".")]);
    }
}
