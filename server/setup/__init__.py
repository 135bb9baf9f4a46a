"""Making a fresh checkout able to run, with the standard library alone."""
