for choice in start stop status bogus; do
  case $choice in
    start) msg=starting;;
    stop|halt) msg=stopping;;
    st*) msg="some st: $choice";;
    *) msg=usage;;
  esac
  echo "$choice: $msg"
done
