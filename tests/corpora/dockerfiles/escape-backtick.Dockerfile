# escape=`
FROM mcr.example.org/windows/nano
COPY testfile.txt c:\\
RUN dir c:\ `
  && echo done
ENV A=b` c
