"""Times on walls, instants and calendars: what a schedule means, by one tzdata."""
