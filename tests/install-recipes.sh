#!/usr/bin/env bash
# Installs the programs that the recipes of docs/nl/use.md need beside Python: R with two packages,
# Node, curl and the command line of SQLite. Their tests are skipped where a program is not there,
# but fail in CI; this itself never makes a run fail.
set -u
missing=()
for pair in Rscript:r-base-core node:nodejs curl:curl sqlite3:sqlite3; do
    command -v "${pair%%:*}" >/dev/null || missing+=("${pair#*:}")
done
for name in readr jsonlite; do
    Rscript -e "library($name)" >/dev/null 2>&1 || missing+=("r-cran-$name")
done
if [ "${#missing[@]}" -eq 0 ]; then
    echo "The programs of the recipes are there already."
    exit 0
fi
if ! command -v apt-get >/dev/null; then
    echo "There is no apt-get here: install ${missing[*]} yourself, or let their tests be skipped."
    exit 0
fi
as_root=()
[ "$(id -u)" -eq 0 ] || as_root=(sudo -n)
export DEBIAN_FRONTEND=noninteractive
if "${as_root[@]}" apt-get update -qq &&
    "${as_root[@]}" apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null; then
    Rscript --version
else
    echo "Not installed: ${missing[*]}. The recipes that need them are skipped."
fi
exit 0
