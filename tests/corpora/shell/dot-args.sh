cd "$T"; echo 'echo "$1" $#' > d; set -- main; . ./d
