# stderr
{ echo a; 
