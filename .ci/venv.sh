#!/usr/bin/env bash
# Make .venv and install kzreport in it for one purpose: `demo` or `test`, which `make bench` is.
# Done once; again when .venv no longer runs, or pyproject.toml or constraints.txt has changed.
set -euo pipefail
cd "$(dirname "$0")/.."
. .ci/common.sh

case ${1-} in
  demo) extras="" reached=(demo) ;;
  test) extras="[test,dev,bench]" reached=(demo test) ;;
  *) fail "usage: .ci/venv.sh demo|test" ;;
esac

python=$(find_python)
# A checkout that was moved or copied needs its scripts rewritten: the place counts as well.
wanted=$({ pwd; cat pyproject.toml constraints.txt; } | cksum)
stamp=.venv/.kzreport-$1
if [ "$python" = .venv/bin/python ] && [ "$(cat "$stamp" 2>/dev/null)" = "$wanted" ]; then
  exit 0
fi

if [ "$python" != .venv/bin/python ]; then
  say "Making .venv with $("$python" --version)"
  "$python" -m venv --clear .venv ||
    fail "Python could not make .venv (see above); on Debian and Ubuntu, install python3-venv."
fi
say "Installing the Python packages; the first time this takes a minute"
.venv/bin/python -m pip install -qq --no-input --disable-pip-version-check \
  --constraint constraints.txt --editable ".$extras" </dev/null ||
  fail "pip could not install the packages (see above); is there a network? Then run this again."
for purpose in "${reached[@]}"; do
  say "$wanted" >".venv/.kzreport-$purpose"
done
