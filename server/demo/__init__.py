"""The demonstration: invented rooms and people for a first look, in development only."""
