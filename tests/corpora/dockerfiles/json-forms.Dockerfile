FROM alpine:3.20
RUN ["/bin/echo", "a b", "\u00e9\n"]
CMD [ "sh" , "-c" , "echo \"hi\"" ]
ENTRYPOINT []
COPY ["with space.txt", "/dest dir/"]
VOLUME ["/a"]
SHELL ["/bin/sh","-c"]
