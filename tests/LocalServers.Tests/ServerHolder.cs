using System.Globalization;
using LocalServers.Postgres;
using LocalServers.Processes;
using LocalServers.RabbitMq;

namespace LocalServers.Tests;

/// <summary>This assembly as a program: starts both servers under a guard, names their processes, and waits to be killed.</summary>
internal static class ServerHolder
{
    public static async Task Main(string[] arguments)
    {
        var guard = ProcessGuard.Start();
        var ports = FreePorts.Take(3);
        var postgres = await LocalPostgres.StartAsync(
            Path.Combine(arguments[0], "postgres"), ports[0], guard, CancellationToken.None);
        var rabbitMq = await LocalRabbitMq.StartAsync(
            Path.Combine(arguments[0], "rabbitmq"), ports[1], ports[2], guard, CancellationToken.None);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{postgres.Process.Id} {rabbitMq.Process.Id} {postgres.Directory}"));
        await Task.Delay(Timeout.InfiniteTimeSpan);
    }
}
