x=$( { echo late & } ; wait ); echo "$x"
