"""What a room is, what it allows and what it announces: decisions only, no I/O at all."""
