"""What one process keeps about its sockets, and what reaches them from elsewhere."""
