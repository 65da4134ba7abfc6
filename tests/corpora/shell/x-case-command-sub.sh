case $(echo hello) in h*) echo yes;; esac
case `echo x``echo y` in xy) echo two;; esac
case "$(printf 'a\nb')" in a*b) echo multi;; esac
