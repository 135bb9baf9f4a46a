"""Reading the log: pages folded from entries, how far a guest sees, how far somebody has read."""
