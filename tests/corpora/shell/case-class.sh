for w in a 1 _ A - ] z; do
case $w in
[a-y]) echo lower;;
[[:digit:]]) echo digit;;
[!A-Z_z]) echo neither;;
[]-]) echo bracket;;
*) echo rest $w;;
esac
done
