### md5
md5sum words empty; printf abc | md5sum; md5sum nosuch; echo $?

### sha1
sha1sum words empty; printf abc | sha1sum; sha1sum dir; echo $?

### sha512
sha512sum words; printf '' | sha512sum

### sha3
sha3sum words; sha3sum -a 256 words; sha3sum -a 512 words

### check
md5sum words > m; md5sum -c m; sha1sum words > s; sha1sum -c s; sha512sum words > t; sha512sum -c t; sha1sum -c m; echo $?

### check, long list
md5sum words other ten text > m; md5sum -c m; echo x > ten; md5sum -c m; echo $?
