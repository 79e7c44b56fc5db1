#!/usr/bin/env bash
# Prove that the built wheel works alone: installed in an empty environment, far from the checkout,
# it makes a new project and every document of it. Needs what `make test` has set up.
set -euo pipefail
cd "$(dirname "$0")/.."
. .ci/common.sh

checkout=$PWD
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
unset PYTHONPATH PYTHONHOME

say "wheel: building"
.venv/bin/python -m build --wheel --no-isolation --outdir "$place/dist" . >"$place/log" 2>&1 ||
  { cat "$place/log" >&2; fail "the wheel could not be built."; }

say "wheel: installing in an empty environment"
.venv/bin/python -m venv "$place/venv"
"$place/venv/bin/python" -m pip install -qq --no-input --disable-pip-version-check \
  --constraint "$checkout/constraints.txt" "$place"/dist/*.whl </dev/null

words_of() {
  case $1 in
    *.pdf) pdftotext "$1" - ;;
    *.docx)
      "$place/venv/bin/python" -c '
import sys, zipfile
sys.stdout.buffer.write(zipfile.ZipFile(sys.argv[1]).read("word/document.xml"))' "$1"
      ;;
  esac
}

mkdir "$place/desk"
cd "$place/desk"
PATH=$place/venv/bin:$PATH

say "wheel: a new project, checked and built"
kzreport --version
kzreport init mission
kzreport list --project mission
kzreport check --project mission
kzreport build --project mission --out out

for format in pdf docx; do
  mapfile -t documents < <(find out -name "*.$format" | sort)
  [ ${#documents[@]} -gt 0 ] || fail "the installed wheel made no .$format file."
  for document in "${documents[@]}"; do
    words_of "$document" >words
    grep -qE 'Kazakhstan|Казахстан|Қазақстан' words ||
      fail "$document does not name the country: are its words lost?"
  done
  say "wheel: ${#documents[@]} .$format files have their words"
done
