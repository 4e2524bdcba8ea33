using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Testing.Identity;

namespace Gateway.Tests;

/// <summary>The Gateway on a real port, in front of HTTP servers that stand in for the services.</summary>
internal sealed class GatewayApplication : IAsyncDisposable
{
    private readonly Host host;

    private GatewayApplication(Host host)
    {
        this.host = host;
        // Told to the server itself: a port given to the factory is set while the application may be starting already.
        host.UseKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        host.StartServer();
        Client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
        {
            BaseAddress = host.ClientOptions.BaseAddress,
        };
    }

    /// <summary>Nobody in particular: no token.</summary>
    public HttpClient Client { get; }

    /// <param name="settings">Configuration by its colon-separated names; the replicas' addresses among them.</param>
    public static GatewayApplication Start(params (string Name, string Value)[] settings) => new(new Host(settings));

    /// <summary>With one replica of each service.</summary>
    public static GatewayApplication Before(ServiceDouble billing, ServiceDouble credits) =>
        Start(Replica("billing", "main", billing.Address), Replica("credits", "main", credits.Address));

    public static (string Name, string Value) Replica(string service, string name, string address) =>
        ($"ReverseProxy:Clusters:{service}:Destinations:{name}:Address", address);

    public Task<HttpResponseMessage> GetAsync(string path, string? token) => SendAsync(HttpMethod.Get, path, token);

    public async Task<HttpResponseMessage> SendAsync(
        HttpMethod method, string path, string? token, string? body = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        if (token is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }
        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        }
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }
        return await Client.SendAsync(request);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await host.DisposeAsync();
    }

    private sealed class Host((string Name, string Value)[] settings) : WebApplicationFactory<Program>
    {
        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            builder.UseEnvironment("Development");
            builder.UseSetting("Authentication:Issuer", TestTokens.Issuer);
            builder.UseSetting("Authentication:DevelopmentJwksFile", TestTokens.JwksFile);
            foreach (var (name, value) in settings)
            {
                builder.UseSetting(name, value);
            }
        }
    }
}
