# stderr
echo first
fi
