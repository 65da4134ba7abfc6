if grep -q two <<E
one
two
E
then echo found; fi
