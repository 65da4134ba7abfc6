base64 -d > a.zip <<'END'
UEsDBBQAAAAIAKMgQ1h2EwaTEAAAAHgAAAAHAAAAb25lLnR4dMtIzcnJV8hAJ7kwRKgsDgBQSwMEFAAAAAAAoyBDWAAAAAAAAAAA
AAAAAAQAAABzdWIvUEsDBBQAAAAIAKMgQ1hPGBKNFQAAABMAAAAKAAAAc3ViL3R3by5zaFNW1E/KzNMvzuBKTc7IVygpz+cCAFBL
AwQUAAAAAACjIENY0Z5nVQIAAAACAAAADgAAAHN1Yi9kZWVwL3RocmVlMwpQSwMEFAAAAAAAoyBDWD8rJSAHAAAABwAAAAMAAABz
eW1vbmUudHh0UEsBAhQDFAAAAAgAoyBDWHYTBpMQAAAAeAAAAAcAAAAAAAAAAAAAAKSBAAAAAG9uZS50eHRQSwECFAMUAAAAAACj
IENYAAAAAAAAAAAAAAAABAAAAAAAAAAAAAAA7UE1AAAAc3ViL1BLAQIUAxQAAAAIAKMgQ1hPGBKNFQAAABMAAAAKAAAAAAAAAAAA
AADtgVcAAABzdWIvdHdvLnNoUEsBAhQDFAAAAAAAoyBDWNGeZ1UCAAAAAgAAAA4AAAAAAAAAAAAAAICBlAAAAHN1Yi9kZWVwL3Ro
cmVlUEsBAhQDFAAAAAAAoyBDWD8rJSAHAAAABwAAAAMAAAAAAAAAAAAAAP+hwgAAAHN5bVBLBQYAAAAABQAFAAwBAADqAAAAAAA=
END
### list
unzip -l a.zip

### list, verbose
unzip -v a.zip

### list, quiet
unzip -lq a.zip; unzip -lqq a.zip

### extract
unzip a.zip; ls -lR one.txt sub sym | cut -c 1-43; cat one.txt

### extract somewhere
unzip a.zip -d void; ls -R void; unzip -q a.zip -d new; ls new; unzip a.zip -d nosuch/x; echo $?

### some members
unzip a.zip one.txt; ls one.txt sub; unzip -q a.zip 'sub/*'; ls -R sub

### without some
unzip a.zip -x one.txt; ls one.txt; unzip -l a.zip -x 'sub/*'

### to standard output
unzip -p a.zip one.txt; unzip -p a.zip | wc -c

### without folders
unzip -j a.zip; ls

### it is there
echo old > one.txt; unzip -o a.zip one.txt; head -n 1 one.txt; echo old > one.txt; unzip -n a.zip one.txt; cat one.txt; echo y | unzip a.zip one.txt; head -n 1 one.txt

### asked
echo old > one.txt; printf 'x\nn\n' | unzip a.zip one.txt; cat one.txt; unzip a.zip one.txt < /dev/null; echo $?

### test
unzip -t a.zip; echo $?

### without the ending
unzip -l a | tail -n 1; unzip nosuch; echo $?

### no archive
unzip words; echo $?; unzip empty; echo $?; unzip; echo $?

### umask
umask 077; unzip -q a.zip; ls -l one.txt sub/two.sh | cut -c 1-10
