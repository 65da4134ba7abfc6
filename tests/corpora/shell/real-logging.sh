log() { level=$1; shift; printf '%-5s %s\n' "$level" "$*"; }
log INFO started with "two words"
log ERROR 'bad thing'
