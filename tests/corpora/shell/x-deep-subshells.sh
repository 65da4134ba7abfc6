(((((echo deep))))) ; ( ( (exit 4) ) ); echo $?
{ { { { echo grp; }; }; }; }
