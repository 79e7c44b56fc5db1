#!/usr/bin/env bash
# Install the system packages that are missing: `demo` to make documents, `test` to check them too.
# Where nothing is missing, this needs neither network nor root.
set -euo pipefail
cd "$(dirname "$0")/.."
. .ci/common.sh

# Choices are parted by `|`, the best first. `fonts-liberation` before version 2 has other widths
# and lacks letters; Debian 12 ships the second version under its own name.
demo_packages=(
  fontconfig
  libharfbuzz-subset0
  libpango-1.0-0
  libpangoft2-1.0-0
  "fonts-liberation>=1:2|fonts-liberation2>=2"
)
test_packages=(
  make
  openssl
  poppler-utils
  qpdf
  "libreoffice-writer-nogui|libreoffice-writer"
)

main() {
  local purpose=$1 python
  python=$(find_python)
  if command -v apt-get >/dev/null && command -v dpkg-query >/dev/null; then
    install_with_apt "$purpose" "$python"
  else
    check_without_apt "$purpose" "$python"
  fi
}

install_with_apt() {
  local purpose=$1 python=$2 need name
  local needs=("${demo_packages[@]}") missing=() packages=()
  if [ "$purpose" = test ]; then
    needs+=("${test_packages[@]}")
  fi
  if ! can_make_venv "$python"; then
    needs+=("$("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')")
  fi
  for need in "${needs[@]}"; do
    choose installed_version "$need" >/dev/null || missing+=("$need")
  done
  if [ ${#missing[@]} -eq 0 ]; then
    return
  fi
  say "System packages are missing; asking apt what it has"
  apt update
  for need in "${missing[@]}"; do
    name=$(choose candidate_version "$need") || fail "apt knows no package \`$need\`."
    packages+=("$name")
  done
  say "Installing ${packages[*]}"
  apt install --yes --no-install-recommends "${packages[@]}"
}

can_make_venv() {
  [ "$1" = .venv/bin/python ] || "$1" -c 'import ensurepip, venv' 2>/dev/null
}

# Print the first of the choices in $2 (`name` or `name>=version`) for which $1 prints a version.
choose() {
  local version_of=$1 choice name least version
  local choices
  IFS='|' read -ra choices <<<"$2"
  for choice in "${choices[@]}"; do
    name=${choice%%>=*}
    least=${choice#"$name"}
    version=$("$version_of" "$name")
    if [ -n "$version" ] && dpkg --compare-versions "$version" ge "${least#>=}"; then
      say "$name"
      return
    fi
  done
  return 1
}

installed_version() {
  { dpkg-query -W -f '${db:Status-Status} ${Version}\n' "$1" 2>/dev/null || true; } |
    sed -n 's/^installed //p' | tail -n 1
}

candidate_version() {
  { LC_ALL=C apt-cache policy "$1" 2>/dev/null || true; } |
    sed -n 's/^ *Candidate: \([^(]\)/\1/p' | tail -n 1
}

# Run apt-get as root, quietly; what it said is shown only when it fails.
apt() {
  local log root=()
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || fail "some system packages are missing, and only root can" \
      "install them: run .ci/system-packages.sh as root, then this again."
    root=(sudo)
  fi
  log=$(mktemp)
  if ! ${root[@]+"${root[@]}"} env DEBIAN_FRONTEND=noninteractive \
    apt-get -q -o DPkg::Lock::Timeout=300 -o Acquire::Retries=3 "$@" >"$log" 2>&1 </dev/null; then
    cat "$log" >&2
    rm -f "$log"
    fail "apt could not do its work (its words are above); is there a network?"
  fi
  rm -f "$log"
}

check_without_apt() {
  local purpose=$1 python=$2 advice tools=""
  if [ "$purpose" = test ]; then
    tools=", openssl, poppler, qpdf and LibreOffice Writer"
  fi
  if has_libraries "$python" && { [ -z "$tools" ] || has_tools; }; then
    return
  fi
  case $(uname -s) in
    Darwin) advice="brew install pango, and brew install --cask font-liberation" ;;
    *) advice="on Fedora: dnf install pango harfbuzz fontconfig liberation-fonts" ;;
  esac
  fail "this system has no apt, so please install Pango, HarfBuzz, the Liberation fonts$tools" \
    "yourself ($advice), then run this again."
}

has_libraries() {
  "$1" -c '
import sys
from ctypes.util import find_library
names = ("pango-1.0", "pangoft2-1.0", "harfbuzz-subset")
sys.exit(not all(map(find_library, names)))'
}

has_tools() {
  command -v openssl && command -v pdftotext && command -v qpdf && command -v soffice
} >/dev/null

case ${1-} in
  demo | test) main "$1" ;;
  *) fail "usage: .ci/system-packages.sh demo|test" ;;
esac
