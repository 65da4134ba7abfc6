### refuses
nologin; echo $?; nologin -c 'echo no'; echo $?
