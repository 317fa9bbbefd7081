#!/usr/bin/env bash
# Builds the shipped model from data/ alone: nothing is downloaded, nothing else is read.
#
# Usage: models/rebuild.sh            writes models/arming-rebels.hustings
#        models/rebuild.sh --check    builds it into a temporary folder and compares the bytes; exit code 1 if they differ
set -euo pipefail
cd "$(dirname "$0")/.."

kept=models/arming-rebels.hustings

case ${1:-} in
    "" | --check) ;;
    *) echo "models/rebuild.sh: usage: models/rebuild.sh [--check]" >&2; exit 2 ;;
esac

cargo build --release --quiet
hustings=${CARGO_TARGET_DIR:-target}/release/hustings
# The loose comments have the same columns; their header is left out.
data() { cat data/arming-rebels.csv && tail -n +2 data/loose-comments.csv; }
build() { data | "$hustings" train - -o "$1" --config models/arming-rebels.toml; }

if [ "${1:-}" != --check ]; then
    build "$kept"
    exit 0
fi

# exp, ln and matrix products round their last bit by what the processor can do, and a model keeps all its digits.
if [ "$(uname -sm)" != "Linux x86_64" ] || ! grep -qw fma /proc/cpuinfo || ! grep -qw avx2 /proc/cpuinfo; then
    echo "models/rebuild.sh: skipped, nothing was compared: the bytes of $kept hold for Linux on x86-64 with AVX2 and FMA."
    exit 0
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
if ! build "$work/model.hustings" >"$work/log" 2>&1; then
    echo "models/rebuild.sh: the model cannot be built:" >&2
    cat "$work/log" >&2
    exit 1
fi
if ! cmp "$work/model.hustings" "$kept" >&2; then
    echo "models/rebuild.sh: $kept is not what data/*.csv and models/arming-rebels.toml give today." >&2
    echo "If the data, the recipe or the training was meant to change, run models/rebuild.sh and commit the model with the reason; else find what changed." >&2
    exit 1
fi
echo "$kept is what data/ gives, byte for byte."
