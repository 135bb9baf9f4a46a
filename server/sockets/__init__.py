"""One socket: who calls, what is asked, and the rooms it listens to."""
