"""Apache httpd in the small: where it listens, documents, error pages, redirects, includes, its logs."""
