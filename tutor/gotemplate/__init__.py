"""Go's text/template, the language that --format takes."""
