### there and back
gzip text; ls text*; gunzip text.gz; ls text*; gzip -c text | gunzip; gzip < text | zcat | cmp - text; cp bytes b; gzip b; gunzip b.gz; cmp b bytes

### header
gzip -c empty | od -An -tx1 | head -n 1 | cut -c 1-13; gzip -nc text | od -An -tx1 | head -n 1 | cut -c 1-25; gzip -c text | head -c 2 | od -An -tx1

### kept
gzip -k text; ls text*; gunzip -k text.gz; echo $?; gunzip -kf text.gz; echo $?; ls text*; gunzip -c text.gz | head -n 1; zcat text.gz | head -n 1; gzip -dc text.gz | tail -n 1; gzip -cd < text.gz | wc -c

### in the way
gzip -k text; gzip text; echo $?; ls text*; gzip -f text; echo $?; ls text*

### suffixes
gunzip text; echo $?; gzip -k text; gzip text.gz; echo $?; ls text*; cp text.gz a.tgz; gunzip a.tgz; ls a*; cp text.gz b.z; gunzip b.z; echo $?; cp text.gz c.Z; gunzip c.Z; echo $?; cp text.gz noend; gunzip noend; echo $?; zcat noend | head -n 1

### faults
gzip nosuch; echo $?; gunzip nosuch; echo $?; gunzip nosuch.gz; echo $?; zcat nosuch; echo $?; zcat text; echo $?; gunzip < text; echo $?; gzip sub; echo $?; gunzip -c sub; echo $?; mkdir d.gz; gunzip d.gz; echo $?

### spoiled
gzip -c text > a.gz; head -c 30 a.gz > short.gz; gunzip short.gz; echo $?; ls short*; head -c 5 a.gz > hd.gz; zcat hd.gz; echo $?; head -c 1 a.gz | zcat; echo $?; : | zcat; echo $?

### wrong sums
gzip -c words > a.gz; size=$(wc -c < a.gz); head -c $((size - 8)) a.gz > crc.gz; printf '\0\0\0\0\0\0\0\0' >> crc.gz; zcat crc.gz; echo $?; head -c $((size - 4)) a.gz > len.gz; printf '\0\0\0\0' >> len.gz; zcat len.gz; echo $?; gunzip len.gz; echo $?; ls len*

### several members
gzip -c words > a.gz; gzip -c sorted >> a.gz; zcat a.gz; gzip -c words > b.gz; echo trailing >> b.gz; zcat b.gz > /dev/null; echo $?; gzip -c words > c.gz; printf '\0\0\0\0\0\0' >> c.gz; zcat c.gz > /dev/null; echo $?

### several files
gzip text words nosuch sorted; echo $?; ls *.gz; gunzip *.gz; ls *.gz; echo $?; gzip -c words sorted | zcat

### tested
gzip -k text; gunzip -t text.gz; echo $?; gzip -t text.gz; echo $?; gunzip -t text; echo $?; echo junk > j.gz; gunzip -t j.gz; echo $?; head -c 40 text.gz > s.gz; gzip -t s.gz; echo $?

### levels
gzip -1 -c text | zcat | cmp - text; gzip -9c text | zcat | cmp - text; gzip -6 text; ls text*; gzip -0 words; echo $?

### mode and time kept
chmod 640 text; gzip text; ls -l text.gz | cut -c 1-30; ls -l --full-time text.gz | grep -c '2024-02-03 04:05:06'; gunzip text.gz; ls -l text | cut -c 1-30

### verbose
gzip -v text; gzip -cn words > w.gz; gunzip -v w.gz 2>&1 | sed 's/[0-9.]*%/N%/'; gzip -q words; ls words*; gzip -x sorted; echo $?

### from standard input
echo hello | gzip | gzip -d; echo hello | gzip - | gunzip -; gzip -l text; echo $?

### bzip2
bzip2 text; ls text*; bunzip2 text.bz2; ls text*; bzip2 -k text; bzcat text.bz2 | head -n 1; bunzip2 text.bz2; echo $?; bunzip2 < words; echo $?; bzcat nosuch; echo $?; bzip2 -c bytes | bunzip2 -c | cmp - bytes; bunzip2 words; echo $?; head -c 30 text.bz2 | bzcat; echo $?; bzip2 -t text.bz2; echo $?; bzip2 -c empty | od -An -tx1; : | bzcat; echo $?; bzip2 -9c text | bzcat | cmp - text

### xz
printf '\3757zXZ\0' > x.xz; xzcat x.xz; echo $?; unxz words; echo $?; xzcat nosuch; echo $?
