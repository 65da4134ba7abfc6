"""The mini engine: one state in, the next state and its events out."""
