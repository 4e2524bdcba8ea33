namespace StripeEmulator.Tests.Webhooks;

public sealed class RollingASecretTests : IAsyncLifetime
{
    private const string Path = "/_emulator/webhook_endpoints/we_configured0/roll-secret";

    private WebhookReceiver _receiver = null!;
    private EmulatorServer _server = null!;

    public async Task InitializeAsync()
    {
        _receiver = await WebhookReceiver.StartAsync();
        _server = await EmulatorServer.StartWithWebhooksAsync(_receiver);
    }

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        await _receiver.DisposeAsync();
    }

    [Fact]
    public async Task TheOldSecret_SignsBesideTheNew()
    {
        var rolled = await _server.ControlAsync(Path, new { expiresInSeconds = 3_600 });

        var received = await ReceiveAsync();

        Assert.Equal(2, Signatures(received));
        received.AssertSignedWith(WebhookReceiver.Secret);
        received.AssertSignedWith(rolled.Text("secret"));
        Assert.StartsWith("whsec_", rolled.Text("secret"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task OnceItIsExpired_OnlyTheNewOneSigns()
    {
        var rolled = await _server.ControlAsync(Path, new { expiresInSeconds = 1 });

        var received = await Eventually.FindsAsync(ReceiveAsync, webhook => Signatures(webhook) == 1);

        received.AssertSignedWith(rolled.Text("secret"));
        Assert.Throws<Stripe.StripeException>(() => received.AssertSignedWith(WebhookReceiver.Secret));
    }

    [Fact]
    public async Task TheClock_DoesNotAgeASecret()
    {
        await _server.ControlAsync(Path, new { expiresInSeconds = 3_600 });
        await _server.ControlAsync("/_emulator/clock", new { advanceSeconds = 86_400 });

        Assert.Equal(2, Signatures(await ReceiveAsync()));
    }

    [Fact]
    public async Task Expired_AtOnce_WhenNothingIsSaid_AndResetBringsTheConfiguredOneBack()
    {
        var rolled = await _server.ControlAsync(Path, new { });
        var received = await ReceiveAsync();

        Assert.Equal(1, Signatures(received));
        received.AssertSignedWith(rolled.Text("secret"));
        Assert.Null(rolled["oldExpiresAt"]);
        await _server.PostAsync("/_emulator/reset");
        (await ReceiveAsync()).AssertSignedWith(WebhookReceiver.Secret);
    }

    [Theory]
    [InlineData("/_emulator/webhook_endpoints/we_unknown/roll-secret", "expiresInSeconds=0", 404)]
    [InlineData(Path, "expiresInSeconds=86401", 400)]
    [InlineData(Path, "expiresInSeconds=-1", 400)]
    [InlineData(Path, "expires=1", 400)]
    public async Task ASenselessRoll_IsRefused(string path, string field, int status)
    {
        Assert.Equal(status, (await _server.PostAsync(path, field)).Status);
    }

    private async Task<ReceivedWebhook> ReceiveAsync()
    {
        await _server.Stripe.V1.Customers.CreateAsync(new());
        return (await _receiver.TakeAsync(1))[0];
    }

    private static int Signatures(ReceivedWebhook webhook) =>
        webhook.Signature.Split(',').Count(part => part.StartsWith("v1=", StringComparison.Ordinal));
}
