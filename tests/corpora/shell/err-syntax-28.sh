# stderr
(
)
