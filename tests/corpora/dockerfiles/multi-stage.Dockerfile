FROM golang:1.24 AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
RUN go build -o /out/app

FROM build AS test
RUN go test ./...

FROM scratch
COPY --from=build /out/app /app
COPY --from=1 /src/report.txt /report.txt
ENTRYPOINT ["/app"]
