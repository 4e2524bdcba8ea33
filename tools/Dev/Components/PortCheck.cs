using LocalServers;

namespace Dev.Components;

/// <summary>Says whose port is taken before a server fails on it with a longer story.</summary>
internal static class PortCheck
{
    public static void Require(int port, string component)
    {
        if (!FreePorts.IsFree(port))
        {
            throw new DevException(FormattableString.Invariant(
                $"Port {port}, kept for {component}, is taken by another program. End that, or choose others: DEV_PORT_BASE=21000 ./dev up"));
        }
    }
}
