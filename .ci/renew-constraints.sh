#!/usr/bin/env bash
# Write constraints.txt anew: what pip installs today, in an empty environment, for every purpose.
set -euo pipefail
cd "$(dirname "$0")/.."
. .ci/common.sh

place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT

"$(find_python)" -m venv "$place/venv"
"$place/venv/bin/python" -m pip install -qq --no-input --disable-pip-version-check \
  ".[test,dev,bench]" </dev/null
{
  sed -n '/^#/p' constraints.txt
  "$place/venv/bin/python" -m pip freeze --exclude kzreport
} >"$place/constraints.txt"
mv "$place/constraints.txt" constraints.txt
say "constraints.txt is renewed; run make test-all before you commit it"
