stack=
push() { stack="$1${stack:+ $stack}"; }
pop() { top=${stack%% *}; case $stack in *' '*) stack=${stack#* };; *) stack=;; esac; }
push a; push b; push c; pop; echo $top; pop; echo $top; pop; echo $top "[$stack]"
