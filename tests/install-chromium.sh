#!/usr/bin/env bash
# Installs Chromium and a plain font, for the tests that look at the built site in it.
# This never makes a run fail: the tests say what is missing, and in CI they fail then.
set -u
. "$(dirname "$0")/debian.sh"
for name in chromium chromium-browser google-chrome; do
    if command -v "$name" >/dev/null; then
        echo "Chromium is there already."
        exit 0
    fi
done
install_packages Chromium "its tests say what is missing." chromium fonts-liberation &&
    chromium --version
exit 0
