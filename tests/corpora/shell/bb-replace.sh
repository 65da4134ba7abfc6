# only: busybox
x='foo bar foo'
echo "${x/foo/X}" "${x//foo/X}" "${x/foo}" "${x//o}" "${x/nope/X}"
echo "${x/b*r/B}" "${x//[ao]/_}" "${x//?o/2}"
r='a b'; echo "${x/bar/$r}" "${x/ /-}" "${x// /}"
p=foo; echo "${x/$p/Y}" "${x//"$p"/Z}"
y=a/b/c; echo "${y//\//-}" "${y/\//}"
