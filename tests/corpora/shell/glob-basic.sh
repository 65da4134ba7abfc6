cd "$T"; : > a1; : > a2; : > b1; : > .h; mkdir d; : > d/x; : > d/y
echo *
echo a* b* c* 
echo ?1 [ab]1 [!a]1 [a-b]2 [[:alpha:]]1 *1
echo .* */ d/* */x */* "a*" a\* 'a'* 
echo [x] [ a] []
