name=app version=1.2 port=8080
sed -e "s/@NAME@/$name/" -e "s/@PORT@/$port/g" <<'E'
service @NAME@ on @PORT@ (@PORT@)
E
