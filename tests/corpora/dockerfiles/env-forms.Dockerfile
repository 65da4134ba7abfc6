FROM alpine:3.20
ENV A=1 B='two words' C="three $A" D=esc\ aped E=
ENV OLD the rest of the line = "as is"
ENV F=a=b=c
