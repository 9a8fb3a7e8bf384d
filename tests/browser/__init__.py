"""The built site, looked at in a real browser: ``make site-test``.

These tests take the site that is in ``site/``. They are skipped where it is not built, or where
Playwright or Chromium is missing; in CI (``CI=true``) that makes them fail.
"""
