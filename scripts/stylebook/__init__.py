"""One description of how our layers look, from which the light and the night style are written."""
