"""`gunicorn.app`: what is served."""
