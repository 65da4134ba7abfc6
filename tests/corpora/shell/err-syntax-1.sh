# stderr
echo first
if true
echo never
