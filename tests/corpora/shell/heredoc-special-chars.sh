cat <<E
a * b ? [c] ~ ' " \ \\ \a \$HOME ; & | < > ( ) { } ! # 
E
