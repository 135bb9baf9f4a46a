"""The ways in and out: uvicorn's protocols with limits, and the port to one socket."""
