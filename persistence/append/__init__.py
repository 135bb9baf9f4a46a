"""What an append is made of: what to read, what it comes to, and what is written."""
