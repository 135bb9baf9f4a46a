"""A drop-in as each of its viewers may see it. Pure."""
