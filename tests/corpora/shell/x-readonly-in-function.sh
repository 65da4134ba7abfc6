f() { readonly ro=1; }; f; (ro=2) 2>/dev/null || echo locked; echo $ro
