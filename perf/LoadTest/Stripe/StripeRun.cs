using LoadTest.Load;
using LoadTest.Reports;
using LocalServers;
using LocalServers.Processes;

namespace LoadTest.Stripe;

/// <summary>
/// Payments created and confirmed at a local Stripe of its own, without webhooks, slice after slice: whoever keeps everything in
/// memory must not get slower with what is kept.
/// </summary>
internal sealed class StripeRun(LoadPlan plan)
{
    public const string Name = "stripe";

    /// <summary>So many are kept at the end, at least.</summary>
    public const long PaymentsMin = 10_000;

    private const int Connections = 16;
    private const int SlicesMin = 5;
    private const string Key = "sk_test_load_of_the_local_stripe";

    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(30);

    public async Task<StripeReport> RunAsync(CancellationToken cancellationToken)
    {
        var address = new Uri($"http://127.0.0.1:{FreePorts.TakeOne()}");
        var guard = ProcessGuard.Start();
        var server = ServerLauncher.Start(
            new ServerStart
            {
                Program = plan.LocalStripe[0],
                Arguments = [.. plan.LocalStripe[1..], "--urls", address.ToString()],
                Environment = new Dictionary<string, string?> { ["STRIPE_SECRET_KEY"] = Key },
                WorkingDirectory = Path.GetTempPath(),
                LogFile = Path.Combine(Path.GetTempPath(), $"local-stripe-{address.Port}.log"),
            },
            guard);
        try
        {
            await WaitUntilUpAsync(address, cancellationToken);
            return await MeasureAsync(address, cancellationToken);
        }
        finally
        {
            await server.KillAsync(CancellationToken.None);
        }
    }

    private async Task<StripeReport> MeasureAsync(Uri address, CancellationToken cancellationToken)
    {
        ConsoleReport.Say($"{Name}, {Connections} connections …");
        await LoadAsync(loop => new HealthClient(new HttpConnection(address, loop), address, Key), cancellationToken);
        var baseline = await LoadAsync(loop => new HealthClient(new HttpConnection(address, loop), address, Key), cancellationToken);
        // The first is for the compiler.
        await LoadAsync(loop => new PaymentClient(new HttpConnection(address, loop), address, Key), cancellationToken);
        var slices = new List<LoadResult>();
        while (slices.Count < SlicesMin || slices.Sum(slice => slice.Latencies.Count) < PaymentsMin)
        {
            slices.Add(await LoadAsync(loop => new PaymentClient(new HttpConnection(address, loop), address, Key), cancellationToken));
        }

        return new StripeReport(Connections, slices, baseline);
    }

    private Task<LoadResult> LoadAsync(Func<SocketLoop, IClient> open, CancellationToken cancellationToken) =>
        ClosedLoop.RunAsync((loop, _) => open(loop), Connections, plan.Seconds, cancellationToken);

    private static async Task WaitUntilUpAsync(Uri address, CancellationToken cancellationToken)
    {
        using var http = new HttpClient { BaseAddress = address };
        var isUp = await Deadline.UntilAsync(
            async () =>
            {
                try
                {
                    using var answer = await http.GetAsync(new Uri(HealthClient.Path, UriKind.Relative), cancellationToken);
                    return answer.IsSuccessStatusCode;
                }
                catch (HttpRequestException)
                {
                    return false;
                }
            },
            StartLimit,
            cancellationToken);
        if (!isUp)
        {
            throw new LocalServerException($"The local Stripe does not answer at {address}.");
        }
    }
}
