#!/bin/sh
# Installs the system packages that are named, where this user may; says exactly what is missing
# where not. Words: python (venv and pip), bwrap (sandbox of code actions), chromium (browser tests),
# java (tests of queries on Spark).
set -eu

missing=""
for word in "$@"; do
  case "$word" in
    python) python3 -c 'import ensurepip, venv' 2>/dev/null || missing="$missing python3-venv" ;;
    bwrap) command -v bwrap >/dev/null || missing="$missing bubblewrap" ;;
    chromium) command -v chromium >/dev/null || missing="$missing chromium" ;;
    java) command -v java >/dev/null || missing="$missing default-jre-headless" ;;
    *) echo "system.sh: unknown word '$word'" >&2; exit 2 ;;
  esac
done
[ -n "$missing" ] || exit 0

if command -v apt-get >/dev/null; then
  if [ "$(id -u)" = 0 ]; then as_root=""; elif sudo -n true 2>/dev/null; then as_root="sudo"; else as_root="none"; fi
  if [ "$as_root" != none ]; then
    echo "installing:$missing"
    $as_root apt-get update -qq
    # Intended splitting: one word a package.
    # shellcheck disable=SC2086
    DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq --no-install-recommends $missing >/dev/null
    exit 0
  fi
fi
case "$missing" in
  *python3-venv*) echo "missing:$missing. Install them as root: apt-get install$missing" >&2; exit 1 ;;
  *) echo "missing:$missing. Install them as root: apt-get install$missing. What needs them says so and is left out." >&2 ;;
esac
