"""The tests of drenthe-data."""
