FROM alpine:3.20
RUN echo one \
    two \   
    three
ENV A=1 \
    B="2 3" \
    C=4
COPY a \
     b \
     /dest/
