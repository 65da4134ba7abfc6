
   echo leading


	echo tab
echo a   b	c   
