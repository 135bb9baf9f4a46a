"""Where to turn right now: emergency numbers and help lines, by country. Presses are not stored."""
