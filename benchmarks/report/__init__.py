"""Tables, plots and the page, drawn from stored results alone."""
