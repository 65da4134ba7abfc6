"""apk, as Alpine 3.20 has it (apk-tools 2.14)."""
