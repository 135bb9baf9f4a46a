"""Deliberate breaks, one patch each, and the test that each must turn red."""
