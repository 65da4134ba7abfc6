# stderr
(echo a
