x=var; x() { echo func; }; x; echo $x; unset x; x; echo "${x-unset}"
