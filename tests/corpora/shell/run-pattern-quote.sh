x='a.b.c'; p='.'; echo ${x%%"$p"*} ${x#*$p}; y='[x]y'; echo "${y#'[x]'}" "${y#[x]}" ; z='a\b'; echo "${z#a\\}"; w='***'; echo "${w#\*}" "${w##*}" "${w%'*'}"; v="a'b"; echo "${v%\'*}"
