from alpine:3.20
coppy a b
