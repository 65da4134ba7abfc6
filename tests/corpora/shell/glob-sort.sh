cd "$T"; : > b; : > a; : > B; : > A; : > 1; : > _x; : > a.b; : > a-b
echo *
