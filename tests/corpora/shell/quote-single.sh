echo 'a  b' 'it'\''s' '$x `y` \z "q"' ''
echo a'b'c'd e'f
