"""The road of a message inside one process, from the desk to the listeners, and its frames."""
