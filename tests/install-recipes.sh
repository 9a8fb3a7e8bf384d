#!/usr/bin/env bash
# Installs the programs that the recipes of the site need beside Python: R with two packages,
# Node, curl and the command line of SQLite. Their tests are skipped where a program is not there,
# but fail in CI; this itself never makes a run fail.
set -u
. "$(dirname "$0")/debian.sh"
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
install_packages "${missing[*]}" "let the recipes that need them be skipped." "${missing[@]}" &&
    Rscript --version
exit 0
