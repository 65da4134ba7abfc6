cd "$T"
printf '#!/bin/sh\necho script $1\nexit 3\n' > s; chmod +x s; ./s arg; echo $?
printf 'echo noshebang $1\n' > n; chmod +x n; ./n arg
PATH=$T:$PATH; s viapath; echo $?
