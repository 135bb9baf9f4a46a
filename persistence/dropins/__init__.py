"""Drop-ins as they are stored: what was scheduled, who waits, what is asked and called for."""
