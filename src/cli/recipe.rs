//! The recipe: defaults, then the file, then the flags.

use std::path::Path;

use hustings::classifier::Recipe;
use hustings::{Error, Result};

use super::args::Train;

/// The recipe that a training run was asked for.
pub fn of(args: &Train) -> Result<Recipe> {
    let mut recipe = args.config.as_deref().map_or_else(|| Ok(Recipe::default()), read)?;
    recipe.seed = args.seed.unwrap_or(recipe.seed);
    recipe.folds = args.folds.unwrap_or(recipe.folds);
    if !args.c.is_empty() {
        recipe.c.clone_from(&args.c);
    }
    if let Some(decide) = &args.decide {
        recipe.decide.clone_from(decide);
    }
    if let Some(language) = &args.language {
        recipe.language.clone_from(language);
    }
    if let Some(vectors) = &args.vectors {
        recipe.vectors.clone_from(vectors);
    }
    recipe.aliases.extend(args.target_alias.iter().cloned());
    if let Some(target) = &args.reading.target {
        recipe.default_target = Some(target.clone());
    }
    recipe.check()?;
    Ok(recipe)
}

/// The recipe in a file.
pub fn read(path: &Path) -> Result<Recipe> {
    let text = std::fs::read_to_string(path).map_err(Error::io("read", path))?;
    let refuse = |e: &toml::de::Error| {
        let line = e.span().map_or(1, |span| text[..span.start.min(text.len())].matches('\n').count() + 1);
        Error::recipe(
            "(file)",
            format!("{} line {line}: {}", path.display(), e.message()),
            "docs/recipes.md says what every key takes",
        )
    };
    let table: toml::Table = toml::from_str(&text).map_err(|e| refuse(&e))?;
    let known: Vec<String> = serde_json::to_value(Recipe::default())
        .ok()
        .and_then(|v| v.as_object().map(|o| o.keys().cloned().collect()))
        .unwrap_or_default();
    if let Some(key) = table.keys().find(|key| !known.contains(key) && *key != "C") {
        let near = known.iter().max_by(|a, b| strsim::jaro_winkler(a, key).total_cmp(&strsim::jaro_winkler(b, key)));
        let cure = near.map_or_else(String::new, |near| format!("Did you mean `{near}`? "));
        return Err(Error::recipe(key, "there is no such parameter", format!("{cure}Known are {}", known.join(", "))));
    }
    toml::from_str(&text).map_err(|e| refuse(&e))
}

/// Reads `ALIAS=TARGET`.
pub fn alias(text: &str) -> std::result::Result<(String, String), String> {
    let named = |name: &&str| !name.trim().is_empty();
    let (alias, target) = text
        .split_once('=')
        .filter(|(alias, target)| named(alias) && named(target))
        .ok_or_else(|| "write ALIAS=TARGET, e.g. `arm the FSA=arming the rebels`".to_owned())?;
    Ok((alias.trim().to_owned(), target.trim().to_owned()))
}
