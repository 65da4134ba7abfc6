### links
ln -s text l; readlink l; readlink text; echo $?; readlink nosuch; echo $?; ln -s l m; readlink m; readlink -n l; echo .; readlink -v text; echo $?; readlink; echo $?; readlink l m; echo $?; ln -s nosuch d; readlink d; ln -s /w/sub s; readlink s

### followed
ln -s text l; ln -s l m; readlink -f m; readlink -f text; readlink -f nosuch; echo $?; readlink -f no/such; echo $?; readlink -f .; readlink -f ..; readlink -f /; readlink -f sub/../text; readlink -f sub/..//sub/; ln -s /nosuch/x d; readlink -f d; echo $?; ln -s nosuch e; readlink -f e; echo $?; ln -s loop loop; readlink -f loop; echo $?

### real paths
ln -s text l; ln -s sub s; realpath l text s . .. / nosuch no/such; echo $?; realpath; realpath ''; echo $?; realpath sub/../l; ln -s loop loop; realpath loop; echo $?; realpath text/; echo $?; realpath text/x; echo $?

### paths of what is not there
realpath a; echo $?; realpath a/; echo $?; realpath ./a/../b; echo $?; readlink -f a/; echo $?; readlink -f text/; echo $?; readlink -f ''; echo $?
