echo a # comment
echo b#notcomment '#' "#x"
echo one \
  two \
  three
if true; then # c
  echo x; fi # end
# only
{ # group
  echo g
}
echo "a\
b"
