using System.ComponentModel;
using LocalServers.Processes;

namespace Testing.Servers;

/// <summary>Asks, quickly and without pulling, whether containers are a way to get a server here.</summary>
internal static class ContainerEngine
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    public static async Task<bool> HasImageAsync(string image, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Limit);
        try
        {
            var answer = await ShortProgram.RunAsync("docker", ["image", "inspect", "--format", "{{.Id}}", image], null, null, limit.Token);
            return answer.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            // No such program; the exception's name is .NET's on every system.
            return false;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }
}
