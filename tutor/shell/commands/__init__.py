"""One module per applet."""
