trap 'echo first' EXIT; trap 'echo second' EXIT
