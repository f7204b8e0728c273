FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source
# Packages change less often than code: restored alone, they stay in the cache.
COPY global.json Directory.Build.props Directory.Packages.props BannedSymbols.txt .editorconfig ./
COPY src/IndicatorApi.Calculation/*.csproj src/IndicatorApi.Calculation/packages.lock.json src/IndicatorApi.Calculation/
COPY src/IndicatorApi.Data/*.csproj src/IndicatorApi.Data/packages.lock.json src/IndicatorApi.Data/
COPY migrations/*.csproj migrations/packages.lock.json migrations/
COPY src/IndicatorApi/*.csproj src/IndicatorApi/packages.lock.json src/IndicatorApi/
RUN dotnet restore src/IndicatorApi --locked-mode
COPY src src
COPY migrations migrations
RUN dotnet publish src/IndicatorApi --no-restore --configuration Release --output /program

# Debian or Ubuntu, with ICU: without it Vietnamese text cannot be normalised, and the program refuses to start.
FROM mcr.microsoft.com/dotnet/aspnet:10.0
WORKDIR /program
COPY --from=build /program .
ENV ASPNETCORE_URLS=http://0.0.0.0:5080 \
    ASPNETCORE_HTTP_PORTS= \
    DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=false
EXPOSE 5080
# The account that the image brings.
USER app
# The image has no curl; bash can open a connection itself.
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 \
    CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/5080 && printf 'GET /readyz HTTP/1.1\\r\\nHost: localhost\\r\\nConnection: close\\r\\n\\r\\n' >&3 && head -n 1 <&3 | grep -q ' 200 '"]
ENTRYPOINT ["dotnet", "IndicatorApi.dll"]
