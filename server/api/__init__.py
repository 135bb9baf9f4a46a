"""The HTTP interface, one file an aggregate."""
