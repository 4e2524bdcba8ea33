using System.Collections.Concurrent;
using System.Globalization;
using LocalServers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Gateway.Tests;

/// <summary>An HTTP server in the place of a service: it remembers what it was asked and answers as the test says.</summary>
internal sealed class ServiceDouble : IAsyncDisposable
{
    private readonly string name;
    private WebApplication application;

    private ServiceDouble(string name)
    {
        this.name = name;
        // Of those that nobody is given by chance: it comes back to the same one.
        application = Build(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{FreePorts.TakeOne()}"));
        Answer = context => context.Response.WriteAsJsonAsync(new { service = name });
    }

    public string Address { get; private set; } = "";

    /// <summary>What reached the API, probes and documents aside.</summary>
    public ConcurrentQueue<SeenRequest> Requests { get; } = new();

    public RequestDelegate Answer { get; set; }

    /// <summary>Its OpenAPI document; 404 without one.</summary>
    public string? OpenApiDocument { get; set; }

    public static async Task<ServiceDouble> StartAsync(string name)
    {
        var service = new ServiceDouble(name);
        await service.application.StartAsync();
        service.Address = service.application.Urls.Single() + "/";
        return service;
    }

    /// <summary>Closes the port with all connections, as the death of a process does.</summary>
    public async Task StopAsync() => await application.DisposeAsync();

    /// <summary>Comes back on the same port.</summary>
    public async Task RestartAsync()
    {
        application = Build(Address);
        await application.StartAsync();
    }

    public async ValueTask DisposeAsync() => await application.DisposeAsync();

    private WebApplication Build(string url)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(url);
        var built = builder.Build();
        built.Run(HandleAsync);
        return built;
    }

    private async Task HandleAsync(HttpContext context)
    {
        switch (context.Request.Path.Value)
        {
            case "/health/ready":
                break;
            case "/openapi/v1.json" when OpenApiDocument is null:
                context.Response.StatusCode = StatusCodes.Status404NotFound;
                break;
            case "/openapi/v1.json":
                await context.Response.WriteAsync(OpenApiDocument);
                break;
            default:
                Requests.Enqueue(await SeenRequest.ReadAsync(name, context.Request));
                await Answer(context);
                break;
        }
    }
}

/// <summary>A call as the service saw it.</summary>
internal sealed record SeenRequest(string Service, string Method, string Url, IHeaderDictionary Headers, string Body)
{
    public static async Task<SeenRequest> ReadAsync(string service, HttpRequest request)
    {
        using var reader = new StreamReader(request.Body);
        var body = await reader.ReadToEndAsync();
        return new SeenRequest(service, request.Method, request.Path + request.QueryString, new HeaderDictionary(
            request.Headers.ToDictionary(StringComparer.OrdinalIgnoreCase)), body);
    }
}
