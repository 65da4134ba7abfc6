"""The OCI image model: exact bytes in, typed values out."""
