"""Who somebody is: joining, sessions, tokens, and whose page a request comes from."""
