# The command in an image of its own: docker run --rm --volume "$PWD:/notes:ro" star-lint .
FROM rust:1.88-alpine3.22 AS build
WORKDIR /star-lint
COPY . .
ARG STAR_LINT_COMMIT
RUN cargo build --release --locked && cp target/release/star-lint /usr/local/bin/star-lint

FROM scratch
COPY --from=build /usr/local/bin/star-lint /star-lint
WORKDIR /notes
USER 65534:65534
ENTRYPOINT ["/star-lint"]
