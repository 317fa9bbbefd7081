use hustings::classifier::*;
use hustings::lexical::*;
fn load(path: &str) -> Vec<(String, String, String, String)> {
    let f = std::fs::File::open(path).unwrap();
    let r: Box<dyn std::io::Read> =
        if path.ends_with(".gz") { Box::new(flate2::read::MultiGzDecoder::new(f)) } else { Box::new(f) };
    let mut c = csv::Reader::from_reader(r);
    let h = c.headers().unwrap().clone();
    let col = |n: &str| h.iter().position(|x| x == n);
    let (t, x, l, th) =
        (col("target"), col("text").unwrap(), col("label").or(col("stance")).unwrap(), col("thread_id"));
    c.records()
        .enumerate()
        .map(|(i, r)| {
            let r = r.unwrap();
            (
                t.map_or("".into(), |t| r[t].to_string()),
                r[x].to_string(),
                r[l].to_string(),
                th.map_or(i.to_string(), |t| r[t].to_string()),
            )
        })
        .collect()
}
fn main() {
    let a: Vec<String> = std::env::args().collect();
    let tr = load(&a[1]);
    let te = if a[2] == "-" { vec![] } else { load(&a[2]) };
    let recipe: Recipe = a.get(3).map_or(Recipe::default(), |t| toml::from_str(t).unwrap());
    let labels = hustings::labels::LabelSet::infer(tr.iter().map(|r| r.2.as_str()));
    let mut targets: Vec<String> = tr.iter().map(|r| r.0.clone()).collect();
    targets.sort();
    targets.dedup();
    let ex = |rows: &[(String, String, String, String)]| {
        let links: Vec<Links> =
            rows.iter().map(|r| Links { id: "", thread: Some(&r.3), parent: None, text: &r.1 }).collect();
        let ids: Vec<String> = (0..rows.len()).map(|i| i.to_string()).collect();
        let links: Vec<Links> = links.into_iter().zip(&ids).map(|(l, i)| Links { id: i, ..l }).collect();
        let g = groups(&links);
        rows.iter()
            .zip(g)
            .map(|(r, g)| Example {
                text: r.1.clone(),
                target: targets.iter().position(|t| *t == r.0).unwrap_or(0),
                label: labels.index(&r.2).unwrap(),
                group: g,
            })
            .collect::<Vec<_>>()
    };
    lab(ex(&tr), ex(&te), &targets, labels.names(), &recipe).unwrap();
}
