### usage
wget; echo $?; wget --nosuch; echo $?

### no such host
wget http://nosuch.invalid/x; echo $?; wget -q http://nosuch.invalid/x; echo $?; wget nosuch.invalid; echo $?; wget -O - http://nosuch.invalid; echo $?; ls

### schemes
wget gopher://x/; echo $?; wget ''; echo $?
