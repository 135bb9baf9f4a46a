"""What it costs to make a message durable: the desk and its journal alone, without a socket."""
