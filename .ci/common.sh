# What the scripts beside this one share: to be sourced from the top of the checkout, not run.
# shellcheck shell=bash

say() {
  printf '%s\n' "$*"
}

fail() {
  printf 'kzreport: %s\n' "$*" >&2
  exit 3
}

# Print the Python to work with: that of .venv if there is a complete one, else $PYTHON.
find_python() {
  local python=${PYTHON:-python3} found
  # A venv that was begun without python3-venv has a python, and no pip.
  if [ -x .venv/bin/pip ] && is_new_enough .venv/bin/python; then
    python=.venv/bin/python
  elif ! is_new_enough "$python"; then
    found=$("$python" --version 2>&1) || found="no working \`$python\`"
    fail "Python 3.11 or newer is needed, and this machine has $found." \
      "Install a newer one and name it: make demo PYTHON=/path/to/python3"
  fi
  say "$python"
}

is_new_enough() {
  "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1
}
