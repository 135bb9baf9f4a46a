"""Measurements: each a ratio against something run in the same minute on the same cores."""
