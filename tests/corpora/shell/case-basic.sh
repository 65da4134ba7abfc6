for w in apple banana cherry '' 'a b' '*'; do
case $w in
  a*e) echo "a..e";;
  banana|cherry) echo fruit;;
  '') echo empty;;
  'a '?) echo spaced;;
  \*) echo star;;
  *) echo other;;
esac
done
