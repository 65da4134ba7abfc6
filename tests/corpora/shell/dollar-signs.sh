echo $ $% "$" '$' a$
echo "$ $1x$"
