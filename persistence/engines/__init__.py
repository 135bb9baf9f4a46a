"""The two database systems under `Database`: how each is opened, read and written."""
