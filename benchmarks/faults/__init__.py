"""The faults at full size: where each happens, how often, and what is promised of it."""
