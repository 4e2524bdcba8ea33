using System.Globalization;
using System.Net;

namespace EndToEnd.Tests;

/// <summary>No process opens a connection that it was not told of: here everything it was told of is on this machine.</summary>
[Collection(OneSystem.Name)]
public sealed class CallingHomeTests(RunningSystem system)
{
    [Fact]
    public async Task EveryConnectionOfEveryProcess_EndsOnThisMachine()
    {
        await system.DevAsync("demo");

        var connections = system.Processes
            .Select(process => process.Pid).Distinct()
            .SelectMany(pid => Remotes(pid, "tcp").Concat(Remotes(pid, "tcp6"))).ToList();

        Assert.NotEmpty(connections);
        Assert.All(connections, remote => Assert.True(IPAddress.IsLoopback(remote) || remote.Equals(IPAddress.Any) || remote.Equals(IPAddress.IPv6Any), $"{remote}"));
    }

    // /proc/PID/net lists the whole namespace; the process's own sockets are those it holds open.
    private static IEnumerable<IPAddress> Remotes(int pid, string protocol)
    {
        var sockets = Directory.EnumerateFiles($"/proc/{pid}/fd")
            .Select(TargetOf)
            .Where(target => target.StartsWith("socket:[", StringComparison.Ordinal))
            .Select(target => target["socket:[".Length..^1])
            .ToHashSet(StringComparer.Ordinal);
        return File.ReadLines($"/proc/{pid}/net/{protocol}").Skip(1)
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(columns => sockets.Contains(columns[9]))
            .Select(columns => Address(columns[2].Split(':')[0]));
    }

    // What was closed since it was listed is no connection any more.
    private static string TargetOf(string descriptor)
    {
        try
        {
            return File.ResolveLinkTarget(descriptor, returnFinalTarget: false)?.Name ?? "";
        }
        catch (FileNotFoundException)
        {
            return "";
        }
    }

    // Words of four bytes, each as this (little-endian) machine keeps it.
    private static IPAddress Address(string hex)
    {
        var bytes = Enumerable.Range(0, hex.Length / 8)
            .SelectMany(word => BitConverter.GetBytes(uint.Parse(hex.AsSpan(word * 8, 8), NumberStyles.HexNumber, CultureInfo.InvariantCulture)))
            .ToArray();
        var address = new IPAddress(bytes);
        return address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
    }
}
