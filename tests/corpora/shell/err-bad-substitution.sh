# stderr
(echo ${x!})
(echo ${1x})
(echo ${})
(echo "${a b}")
echo end
