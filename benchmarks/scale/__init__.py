"""What more people than this machine holds would need: a model, not a measurement."""
