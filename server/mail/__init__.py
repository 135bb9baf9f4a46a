"""Mail to one person at a time: what it says, and handing it to the operator's mail server."""
