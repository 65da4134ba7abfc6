FROM alpine:3.20
ADD <<-conf /etc/app.conf
	port=80
	conf
