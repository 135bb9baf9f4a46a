"""The faults: what is broken under load, how often, and what came of it."""
