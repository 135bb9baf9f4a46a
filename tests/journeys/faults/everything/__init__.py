"""Everything at random, and what is left of it."""
