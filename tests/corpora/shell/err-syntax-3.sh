# stderr
echo first; )
