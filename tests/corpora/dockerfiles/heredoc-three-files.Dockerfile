FROM alpine:3.20
COPY --chmod=755 <<a <<"b" <<-c /x/
$A
a
$A
b
	$A
	c
RUN <<-"E" sh
	echo
	E
