   FROM alpine:3.20
	RUN echo hi   
  # a comment
   CMD   ["sh"]
