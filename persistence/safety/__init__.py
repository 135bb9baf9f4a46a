"""What keeps people safe: restrictions, reports, who is on duty, and what waits for them."""
