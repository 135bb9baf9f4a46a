"""Who means ill: sockets, frames and JSON that no browser sends."""
