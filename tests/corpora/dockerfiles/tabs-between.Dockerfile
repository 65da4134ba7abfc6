FROM	alpine:3.20
RUN	echo	hi
EXPOSE	80	443
