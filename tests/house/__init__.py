"""The house rules as tests: style, types, floors, and what a lock file may not say."""
