cd "$T"
echo a > f; cat f; echo b >> f; cat f; echo c > f; cat < f
cat < f > g; cat g
> empty; cat empty
echo x >f y; cat f
2>/dev/null echo first
