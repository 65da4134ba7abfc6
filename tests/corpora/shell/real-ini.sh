cd "$T"
printf '[main]\nname = app\n# comment\n\n[db]\nhost=local\n' > c.ini
section=
while IFS='=' read -r key value; do
  key=$(echo $key); value=$(echo $value)
  case $key in
    ''|'#'*) continue;;
    '['*']') section=${key#'['}; section=${section%']'};;
    *) echo "$section.$key=$value";;
  esac
done < c.ini
