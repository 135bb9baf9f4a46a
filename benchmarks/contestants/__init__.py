"""The servers that are measured: this one, the floor the kernel sets, and the rivals."""
