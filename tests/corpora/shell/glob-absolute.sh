mkdir "$T/s"; : > "$T/s/one"; : > "$T/s/two"
cd "$T"
for f in s/*; do echo $f; done
for f in "$T"/s/t*; do echo "${f#"$T"}"; done
echo s//o* ./s/* s/../s/one
