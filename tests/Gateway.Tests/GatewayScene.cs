namespace Gateway.Tests;

/// <summary>The usual scene: the Gateway before a Billing and a Credits that answer.</summary>
public sealed class GatewayScene : IAsyncLifetime
{
    internal ServiceDouble Billing { get; private set; } = null!;

    internal ServiceDouble Credits { get; private set; } = null!;

    internal GatewayApplication Gateway { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Billing = await ServiceDouble.StartAsync("billing");
        Credits = await ServiceDouble.StartAsync("credits");
        Gateway = GatewayApplication.Before(Billing, Credits);
    }

    public async Task DisposeAsync()
    {
        await Gateway.DisposeAsync();
        await Billing.DisposeAsync();
        await Credits.DisposeAsync();
    }

    /// <summary>All that reached a service with this mark in its query.</summary>
    internal IReadOnlyList<SeenRequest> Seen(string mark) =>
        Billing.Requests.Concat(Credits.Requests).Where(request => request.Url.Contains(mark, StringComparison.Ordinal)).ToList();
}
