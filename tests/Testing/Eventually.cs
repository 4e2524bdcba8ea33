using System.Data.Common;
using System.Diagnostics;
using System.Net.Sockets;
using Xunit.Sdk;

namespace Testing;

/// <summary>Waits for what another part of the system will do: asks again until it holds or the deadline has passed.</summary>
public static class Eventually
{
    // For what will come; only a failure takes so long. Machines that are shared stand still for many seconds at a time.
    public static readonly TimeSpan DefaultDeadline = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(40);

    /// <summary>Until the condition is true.</summary>
    public static Task Async(
        Func<Task<bool>> condition, TimeSpan? deadline = null, CancellationToken cancellationToken = default) =>
        Async(
            async () =>
            {
                if (!await condition())
                {
                    throw new XunitException("The condition is false.");
                }
            },
            deadline,
            cancellationToken);

    /// <summary>Until the assertions hold; the failure tells what the last attempt said.</summary>
    public static async Task Async(
        Func<Task> assertions, TimeSpan? deadline = null, CancellationToken cancellationToken = default)
    {
        var limit = deadline ?? DefaultDeadline;
        var since = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                await assertions();
                return;
            }
            catch (Exception failure) when (MayPass(failure))
            {
                if (Stopwatch.GetElapsedTime(since) > limit)
                {
                    throw new XunitException($"Not within {limit.TotalSeconds:0.#} s. The last attempt: {failure.Message}", failure);
                }
            }

            await Task.Delay(Interval, cancellationToken);
        }
    }

    /// <summary>Until the value satisfies the assertions; returns that value.</summary>
    public static async Task<T> Async<T>(
        Func<Task<T>> read, Action<T> assertions, TimeSpan? deadline = null, CancellationToken cancellationToken = default)
    {
        var value = default(T)!;
        await Async(
            async () =>
            {
                value = await read();
                assertions(value);
            },
            deadline,
            cancellationToken);
        return value;
    }

    // An assertion, or a server that is not there yet. Anything else is a mistake in the test and shows at once.
    private static bool MayPass(Exception failure) =>
        failure is XunitException or HttpRequestException or SocketException or IOException or DbException;
}
