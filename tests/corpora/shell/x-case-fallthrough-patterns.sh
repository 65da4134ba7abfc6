for x in a.txt b.sh README .hidden 'with space' 123; do
case "$x" in
*.txt|*.md) k=text;;
*.sh) k=script;;
[A-Z]*) k=upper;;
.*) k=hidden;;
*\ *) k=space;;
*[!0-9]*) k=mixed;;
*) k=number;;
esac
echo "$x=$k"
done
