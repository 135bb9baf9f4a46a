"""Whole journeys: real processes, a real Redis, a real PostgreSQL, real sockets, and faults."""
