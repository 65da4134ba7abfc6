# stderr
(echo ${x?})
(echo ${x:?custom message})
(x=; echo ${x:?})
set -u
(echo $y)
(echo ${#y})
(echo $1)
echo end
