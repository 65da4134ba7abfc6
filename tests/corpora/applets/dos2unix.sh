### to Unix
printf 'a\r\nb\n' > f; dos2unix f; od -c f; printf 'a\r\nb\r\n' | dos2unix | od -c

### to DOS
unix2dos words; od -c words | head -n 2; printf 'a\r\nb\n' | unix2dos | od -c; printf 'a\nb\n' | dos2unix -d | od -c

### missing
dos2unix nosuch; echo $?
