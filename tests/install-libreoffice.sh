#!/usr/bin/env bash
# Installs LibreOffice Calc without screen, for the tests that open the spreadsheets with it.
# Those tests are skipped where it is not there; this never makes a run fail.
set -u
. "$(dirname "$0")/debian.sh"
if command -v soffice >/dev/null; then
    echo "LibreOffice is there already."
    exit 0
fi
install_packages LibreOffice "let its tests be skipped." libreoffice-calc-nogui &&
    soffice --version
exit 0
