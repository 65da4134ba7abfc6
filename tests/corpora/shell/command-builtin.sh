command echo hi
command -v echo cd >/dev/null; echo $?
command -v nosuchthing; echo $?
command -v if; command -v f; f() { :; }; command -v f
