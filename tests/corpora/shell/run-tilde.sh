HOME=/h; echo ~ ~/x "~" \~ a~ ; x=~/y; echo $x; echo ${x#~}; PATH=~/bin:~/b; echo $PATH; y=a:~; echo $y; echo ~nosuchuser
