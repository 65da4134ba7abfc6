echo a;# comment
if true # comment
then # another
echo b # end
fi # done
case x in # c
x) # p
echo c;; # e
esac
x=a#b; echo $x
echo '#' "#" \#
