set -eux
cd $T
mkdir -p etc/conf.d
echo "a=1" > etc/conf.d/x.conf && rm -rf etc/none && test -f etc/conf.d/x.conf
for d in logs run; do mkdir -p "$d"; done
[ -d logs ] || exit 1
ver="$(echo 1.2.3 | cut -d. -f1-2)"
: "done $ver"
