cd "$T"; mkdir -p a/b; cd a/b; echo "${PWD#"$T"}" "${OLDPWD#"$T"}"
cd ..; echo "${PWD#"$T"}"; cd - >/dev/null; echo "${PWD#"$T"}"
cd ./../b/.; echo "${PWD#"$T"}"
cd; [ "$PWD" = "$HOME" ] && echo home
cd "$T/a/"; echo "${PWD#"$T"}"
(cd b && echo "${PWD#"$T"}"); echo "${PWD#"$T"}"
