### by name, by number
chgrp staff text; ls -l text | cut -c 1-44; chgrp 42 text; ls -l text | cut -c 1-44; chgrp nosuch text; echo $?; chgrp; echo $?; chgrp staff; echo $?

### recursive
chgrp -R staff sub; find sub | sort | xargs stat -c '%n %G'; chgrp -v staff text; chgrp -c staff text; chgrp -c root text

### links
ln -s text l; chgrp staff l; stat -c '%n %G' l text; chgrp -h wheel l; stat -c '%n %G' l text; chgrp staff nosuch text; echo $?; chgrp -f staff nosuch; echo $?

### no right @1000
chgrp staff secret; echo $?; chgrp staff text; echo $?; chgrp learner secret; echo $?
