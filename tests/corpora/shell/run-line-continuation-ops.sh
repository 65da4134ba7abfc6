true &&
echo a ||
echo b
echo x |
tr x y
if [ 1 -eq 1 ] &&
   [ 2 -eq 2 ]
then
echo both
fi
for i in 1 \
 2
do echo $i
done
