"""Invariants over recorded runs: pure functions, which serve every run with faults."""
