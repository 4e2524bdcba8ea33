# One recipe for every program that is deployed: the four services, the operator's commands, and (never for production) the
# local Stripe. Which one is said by PROJECT, the folder of its project:
#
#   docker build --build-arg PROJECT=services/Credits -t playground-credits/credits .
#
# It needs nothing that only BuildKit has, so DOCKER_BUILDKIT=0 builds it too.

# What decides a restore, and nothing else: a change of code leaves these files, and with them the restored layer, as they were.
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS projects
WORKDIR /source
COPY . .
RUN find . -type f ! -name '*.csproj' ! -name '*.props' ! -name global.json -delete

# PROJECT comes after the restore, so that all images share its layer.
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
ENV DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
WORKDIR /source
COPY --from=projects /source .
RUN set -e; for project in services/* tools/Operator tools/StripeEmulator; do dotnet restore "$project"; done
COPY . .
ARG PROJECT
RUN test -n "$PROJECT" || { echo "Say which program: --build-arg PROJECT=services/Credits" >&2; exit 1; }
RUN dotnet publish "$PROJECT" --configuration Release --no-restore --no-self-contained --output /app
# One name to start whatever program this is.
RUN ln -s "$(basename "$PROJECT")" /app/start

FROM mcr.microsoft.com/dotnet/aspnet:10.0
WORKDIR /app
COPY --from=build /app .
ENV ASPNETCORE_HTTP_PORTS=8080
EXPOSE 8080
# By number, which is how Kubernetes can tell that it is not root.
USER $APP_UID
ENTRYPOINT ["/app/start"]
