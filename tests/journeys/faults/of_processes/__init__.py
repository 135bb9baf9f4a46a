"""Processes die, freeze, are sent away or have the wrong time."""
