"""A real browser in front of a real server: two or more people at once, and what each one sees."""
