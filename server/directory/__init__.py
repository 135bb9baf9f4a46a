"""The directory: the operator's file of themes and rooms, what is listed of it, and its search."""
