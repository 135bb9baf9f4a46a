"""The doors, the wires and the clock: the only floor that knows Starlette, uvicorn and Redis."""
