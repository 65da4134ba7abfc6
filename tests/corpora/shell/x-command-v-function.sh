f() { :; }; command -v f; command -v cd; command -v while; command -v nosuch_zz || echo none
