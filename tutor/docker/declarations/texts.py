"""Help texts that several flags share."""

FORMAT_HELP = (
    "How to print the result:\n"
    "'table':            a table with column headers (default)\n"
    "'table TEMPLATE':   a table of what the Go template prints\n"
    "'json':             one JSON object a line\n"
    "'TEMPLATE':         what the Go template prints for each"
)

INSPECT_HELP = (
    "How to print the result:\n"
    "'json':             as JSON in one line\n"
    "'TEMPLATE':         what the Go template prints for each"
)
