"""The OCI image model: exact bytes in, typed values out.

One rule: bytes are identity. What was read keeps its bytes (`raw`), and nothing that has a digest is ever serialised
again. Import what you need from its module: `digest`, `reference`, `platform`, `descriptor`, `manifest`, `index`,
`config`, `media_types`, `timestamp`, `gojson`.
"""
