"""Facts and a command in, events or a refusal out."""
