using System.ComponentModel;
using LocalServers.Processes;

namespace Testing.Servers;

/// <summary>Asks, quickly and without pulling, whether containers are a way to get a server here.</summary>
internal static class ContainerEngine
{
    private const string ApiVersionVariable = "DOCKER_API_VERSION";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    public static async Task<bool> HasImageAsync(string image, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Limit);
        try
        {
            var answer = await ShortProgram.RunAsync("docker", ["image", "inspect", "--format", "{{.Id}}", image], null, null, limit.Token);
            return answer.ExitCode == 0 && await SpeakItsVersionAsync(limit.Token);
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

    // Testcontainers speaks a version of its own, which an older engine refuses.
    private static async Task<bool> SpeakItsVersionAsync(CancellationToken cancellationToken)
    {
        var answer = await ShortProgram.RunAsync("docker", ["version", "--format", "{{.Server.APIVersion}}"], null, null, cancellationToken);
        if (answer.ExitCode == 0 && string.IsNullOrEmpty(Environment.GetEnvironmentVariable(ApiVersionVariable)))
        {
            Environment.SetEnvironmentVariable(ApiVersionVariable, answer.Output.Trim());
        }
        return answer.ExitCode == 0;
    }
}
