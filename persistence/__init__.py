"""What was said, kept: the durable log of every room, and the people and rooms it speaks of."""
