if   true  ;then	echo a;	fi
for   i   in   1   2  ;do   echo   $i  ;done
case   x   in   x   )   echo b   ;;   esac
{   echo c  ;  }
f  (  )  {  echo d  ;  }  ;  f
