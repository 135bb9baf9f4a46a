"""The pages, readable without a script."""
