cd "$T"; mkdir real; ln -s real link; cd link; echo "${PWD##*/}"; cd ..; [ "$PWD" = "$T" ] && echo back; cd link; cd -P .; echo "${PWD##*/}"
