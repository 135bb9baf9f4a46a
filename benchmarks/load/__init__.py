"""The load: one client in C for every contestant, and what it reports."""
