#!/usr/bin/env bash
# Installs LibreOffice Calc without screen, for the tests that open the spreadsheets with it.
# Those tests are skipped where it is not there; this never makes a run fail.
set -u
if command -v soffice >/dev/null; then
    echo "LibreOffice is there already."
    exit 0
fi
if ! command -v apt-get >/dev/null; then
    echo "There is no apt-get here: install LibreOffice yourself, or let its tests be skipped."
    exit 0
fi
as_root=()
[ "$(id -u)" -eq 0 ] || as_root=(sudo -n)
export DEBIAN_FRONTEND=noninteractive
if "${as_root[@]}" apt-get update -qq &&
    "${as_root[@]}" apt-get install -y -qq --no-install-recommends libreoffice-calc-nogui >/dev/null; then
    soffice --version
else
    echo "LibreOffice could not be installed: its tests are skipped."
fi
exit 0
