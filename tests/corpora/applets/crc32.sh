### files
crc32 words; crc32 words other empty; crc32 < words; printf abc | crc32; crc32 nosuch; echo $?

### binary and large
crc32 bytes; head -c 1000000 /dev/zero | crc32
