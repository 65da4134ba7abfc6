cd "$T"; mkdir d; (cd d; echo "${PWD#"$T"}"); echo "[${PWD#"$T"}]"; cd d && cd .. && echo "[${PWD#"$T"}]"
