"""apt and dpkg, as Debian 12 has them."""
