if
true
then

echo a

fi
for i in a \
 b
do

echo $i
done
case x
in
x)
echo c
;;
esac
