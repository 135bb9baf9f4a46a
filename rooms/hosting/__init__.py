"""Running a live drop-in: what its commands decide and change, and what follows by itself. Pure."""
