# only: busybox
[[ a == a ]] && echo 1
[[ abc == a* ]] && echo 2
[[ -n x && -z "" ]] && echo 3
[[ a = b || b = b ]] && echo 4
[[ ! a = b ]] && echo 5
x=; [[ "$x" = "" ]] && echo 6
[[ abc =~ ^a.c$ ]] && echo 7
[[ 1 -lt 2 ]] && echo 8
[[ abc != b* ]] && echo 9
