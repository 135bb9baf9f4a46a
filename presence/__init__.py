"""Who is here now. Nothing in this package outlives the processes that say it."""
