"""Many people in one event loop, on lean lines: the load that every fault happens under."""
