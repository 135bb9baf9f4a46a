"""Drop-in sessions: a mentor's hour in a room, its form, its floor and its line. Pure."""
