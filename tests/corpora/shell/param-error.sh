(echo ${x?})
echo $?
(echo ${x:?message here})
echo $?
x=; (echo ${x?fine})
(echo ${x:?empty})
echo $?
