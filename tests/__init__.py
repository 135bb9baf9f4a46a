"""The test run: `python3 -m tests`."""
