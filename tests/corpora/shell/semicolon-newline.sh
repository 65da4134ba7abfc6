for x in a b
do echo $x; done
while false
do :
done
if true; then
:
fi; echo done
{ echo a
}; (echo b
)
