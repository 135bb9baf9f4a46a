"""Who people are to the service: accounts, names, sessions, roles, and what guards them."""
