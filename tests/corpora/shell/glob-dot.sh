cd "$T"; : > .a; : > b; mkdir .d; : > .d/x
echo * .a* .d/* */x
echo .[!.]*
