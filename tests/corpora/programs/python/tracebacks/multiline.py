result = "abc".join(
    ["x", 1]
)
