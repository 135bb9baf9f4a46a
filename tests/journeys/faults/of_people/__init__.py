"""Who was away, who must go, and who does not read."""
