using Credits.Expiry;
using Microsoft.Extensions.DependencyInjection;

namespace Credits.Tests.Proofs;

/// <summary>The sweeper's own batches, at a moment of the test's choice.</summary>
internal static class Sweeping
{
    /// <summary>Until nothing is due any more.</summary>
    public static async Task<SweepResult> AllAsync(IServiceProvider services)
    {
        var (all, batch) = (new SweepResult(0, 0, 0), new SweepResult(1, 0, 0));
        while (batch.Accounts > 0)
        {
            await using var scope = services.CreateAsyncScope();
            batch = await scope.ServiceProvider.GetRequiredService<ExpirySweep>().RunAsync(CancellationToken.None);
            all = new SweepResult(all.Accounts + batch.Accounts, all.Credits + batch.Credits, all.Holds + batch.Holds);
        }
        return all;
    }
}
