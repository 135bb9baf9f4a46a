"""What crosses processes: the port, one for a process alone, one over Redis or Redis Cluster."""
