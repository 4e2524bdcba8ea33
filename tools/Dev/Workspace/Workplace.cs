namespace Dev.Workspace;

/// <summary>Everything that a command needs to know: where, with which settings, against which Stripe, and what runs.</summary>
internal sealed record Workplace(Checkout Checkout, Settings Settings, StripeChoice Stripe, RunningState State)
{
    private const string WebhookPath = "/api/v1/playground/webhooks/stripe/credits";
    private static readonly TimeSpan OperationLimit = TimeSpan.FromMinutes(10);

    public string WebhookUrl => Settings.Url(ComponentNames.Ingress) + WebhookPath;

    public string Issuer => Settings.Url("identity");

    public string JwksFile => Path.Combine(Checkout.Identity, "jwks.json");

    public static async Task<Workplace> OpenAsync(CancellationToken cancellationToken)
    {
        var checkout = Checkout.Find();
        var settings = await Settings.LoadAsync(checkout, cancellationToken);
        return new Workplace(checkout, settings, StripeChoice.Of(settings), new RunningState(checkout));
    }

    /// <summary>Held while starting or stopping, so that two ./dev do not start the same thing twice.</summary>
    public Task<IAsyncDisposable> OperateAsync(CancellationToken cancellationToken) =>
        FileLock.TakeAsync(Checkout.InDevDirectory("operation.lock"), OperationLimit, cancellationToken);
}
