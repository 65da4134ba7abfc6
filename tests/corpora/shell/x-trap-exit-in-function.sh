f() { exit 2; }; trap 'echo trapped $?' EXIT; f; echo no
