using System.Net.Http.Json;
using System.Text.RegularExpressions;

namespace LocalServers.RabbitMq;

/// <summary>Tells whether the quorum queues of a restarted broker have elected their leaders.</summary>
/// <remarks>
/// A command that arrives before the election, up to a second after the port opened, is forgotten by RabbitMQ 3.10 and
/// its sender waits a minute. The management interface names a leader all the time, so the log is asked.
/// </remarks>
internal sealed partial class QuorumQueueLeaders(HttpClient management, string logFile, long logStart)
{
    public static long EndOf(string logFile) => File.Exists(logFile) ? new FileInfo(logFile).Length : 0;

    public async Task<bool> AreElectedAsync(CancellationToken cancellationToken)
    {
        var queues = await management.GetFromJsonAsync<List<Queue>>("queues?columns=name,vhost,type&disable_stats=true", cancellationToken);
        var elected = Election().Matches(await ReadLogAsync(cancellationToken))
            .Select(match => (Name: match.Groups["queue"].Value, VirtualHost: match.Groups["vhost"].Value))
            .ToHashSet();
        return queues!.Where(queue => queue.Type == "quorum").All(queue => elected.Contains((queue.Name, queue.Vhost)));
    }

    private async Task<string> ReadLogAsync(CancellationToken cancellationToken)
    {
        await using var log = new FileStream(logFile, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        log.Seek(logStart, SeekOrigin.Begin);
        using var reader = new StreamReader(log);
        return await reader.ReadToEndAsync(cancellationToken);
    }

    [GeneratedRegex("queue '(?<queue>[^']+)' in vhost '(?<vhost>[^']+)': candidate -> leader")]
    private static partial Regex Election();

    private sealed record Queue(string Name, string Vhost, string Type);
}
