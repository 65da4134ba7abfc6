file_env() {
  var="$1"; fileVar="${var}_FILE"; def="${2:-}"
  eval val=\${$var:-}; eval fval=\${$fileVar:-}
  if [ "$val" ] && [ "$fval" ]; then echo >&2 "error: both $var and $fileVar are set"; return 1; fi
  if [ "$val" ]; then out=$val; elif [ "$fval" ]; then out=$(cat "$fval"); else out=$def; fi
  export "$var"="$out"; unset "$fileVar"
}
echo s3cret > $T/p; PASS_FILE=$T/p; file_env PASS; file_env USER_NAME admin; echo "$PASS $USER_NAME"
A=1 A_FILE=x; file_env A || echo "failed $?"
