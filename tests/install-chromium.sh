#!/usr/bin/env bash
# Installs Chromium and a plain font, for the tests that look at the built site in it.
# This never makes a run fail: the tests say what is missing, and in CI they fail then.
set -u
for name in chromium chromium-browser google-chrome; do
    if command -v "$name" >/dev/null; then
        echo "Chromium is there already."
        exit 0
    fi
done
if ! command -v apt-get >/dev/null; then
    echo "There is no apt-get here: install Chromium yourself."
    exit 0
fi
as_root=()
[ "$(id -u)" -eq 0 ] || as_root=(sudo -n)
export DEBIAN_FRONTEND=noninteractive
if "${as_root[@]}" apt-get update -qq &&
    "${as_root[@]}" apt-get install -y -qq --no-install-recommends chromium fonts-liberation >/dev/null; then
    chromium --version
else
    echo "Chromium could not be installed."
fi
exit 0
