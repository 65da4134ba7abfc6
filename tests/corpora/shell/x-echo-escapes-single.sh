echo 'a b' "c  d" e\ f; echo "tab	end"; echo 'quote"s' "apos's"
