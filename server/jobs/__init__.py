"""What happens by the clock. Every process runs every job: there is no leader."""
