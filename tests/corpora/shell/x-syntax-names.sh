_a=1 a_b=2 A1=3 __=4; echo $_a $a_b $A1 $__
a1b2=x; echo ${a1b2}y $a1b2.z
