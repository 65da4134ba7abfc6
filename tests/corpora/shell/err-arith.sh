# stderr
(echo $((1/0)))
(echo $((1+)))
(echo $((1 2)))
(echo $((5%0)))
(echo $((a b)))
x='1+'; (echo $((x)))
echo end
