cd "$T"; : > .x; : > y; echo .x .[x] .? * ; echo .*x
