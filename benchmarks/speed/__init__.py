"""How fast, and at what cost: one module a benchmark."""
