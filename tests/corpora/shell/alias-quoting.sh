alias q="echo 'a  b'"
q
alias q
