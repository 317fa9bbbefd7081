#!/usr/bin/env bash
# How fast `hustings import` reads a large Pushshift file on one core, and in how much memory.
#
# Usage: benches/import.sh [SIZE_MB]     1,000 MB by default, made from the sample by repeating it with new ids
# HUSTINGS_DATA is the folder of public data sets; without formats/reddit_pushshift_style_sample.ndjson in it nothing
# is measured. HUSTINGS is the program, target/release/hustings by default.
set -euo pipefail
cd "$(dirname "$0")/.."

size=${1:-1000}
sample=${HUSTINGS_DATA:-../shared/data}/formats/reddit_pushshift_style_sample.ndjson
hustings=${HUSTINGS:-${CARGO_TARGET_DIR:-target}/release/hustings}
[ -f "$sample" ] || { echo "benches/import.sh: skipped, there is no $sample"; exit 0; }
[ -x "$hustings" ] || cargo build --release --quiet
gnu_time=$(type -P time) || { echo "benches/import.sh: install GNU time, which measures peak memory"; exit 2; }

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# Ids of its own for every copy, so that finding duplicates costs what it costs in a real file.
python3 - "$sample" "$work/RC.ndjson" "$size" <<'PYTHON'
import re, sys
sample, out, megabytes = sys.argv[1], sys.argv[2], int(sys.argv[3])
text = open(sample, encoding="utf-8").read()
names = sorted(set(re.findall(r'"(?:id|name|parent_id)": ?"(?:t1_)?([a-z0-9]{5,8})"', text)))
parts = re.split("(" + "|".join(map(re.escape, names)) + ")", text)
with open(out, "w", encoding="utf-8") as file:
    written = copy = 0
    while written < megabytes * 1_000_000:
        parts_now = [f"{part}{copy:x}" if at % 2 else part for at, part in enumerate(parts)]
        written += file.write("".join(parts_now))
        copy += 1
PYTHON
bytes=$(stat -c %s "$work/RC.ndjson")
cat "$work/RC.ndjson" >/dev/null
echo "file: $((bytes / 1000000)) MB, $(wc -l <"$work/RC.ndjson") lines"
for run in 1 2 3; do
    taskset -c 0 "$gnu_time" -f '%e %U %S %M' -o "$work/time" "$hustings" --threads 1 import "$work/RC.ndjson" >/dev/null 2>"$work/told"
    awk -v bytes="$bytes" -v run="$run" '{ printf "run %d: %.2f s elapsed, %.2f s of one core, %.0f MB/s of that, peak %.0f MB\n", run, $1, $2 + $3, bytes / 1e6 / ($2 + $3), $4 / 1024 }' "$work/time"
done
head -n 4 "$work/told"
