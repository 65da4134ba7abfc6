cd "$T"; mkdir -p a/b c/b; : > a/b/f; : > c/b/g; : > a/f
echo */*/* */b */f a/*/ */
