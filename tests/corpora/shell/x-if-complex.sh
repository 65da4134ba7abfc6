if [ 1 = 1 ] && { [ 2 = 3 ] || [ 4 = 4 ]; } && ! false; then echo complex; fi
if (exit 0); then echo sub; fi
if echo x | grep -q x; then echo pipe; fi
