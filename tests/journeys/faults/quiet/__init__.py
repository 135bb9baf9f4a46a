"""What goes on beside the talk while something breaks: calls for help, and reminders."""
