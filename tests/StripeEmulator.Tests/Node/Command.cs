using System.Diagnostics;
using System.Text;

namespace StripeEmulator.Tests.Node;

/// <summary>Runs a program to its end and gives back all it said.</summary>
internal static class Command
{
    public static async Task<(int ExitCode, string Output)> RunAsync(
        string program, string[] arguments, string folder, TimeSpan patience, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        var output = new StringBuilder();
        using var running = new Process { StartInfo = start };
        running.OutputDataReceived += (_, line) => Append(output, line.Data);
        running.ErrorDataReceived += (_, line) => Append(output, line.Data);
        running.Start();
        running.BeginOutputReadLine();
        running.BeginErrorReadLine();

        using var deadline = new CancellationTokenSource(patience);
        try
        {
            await running.WaitForExitAsync(deadline.Token);
        }
        catch (OperationCanceledException)
        {
            running.Kill(entireProcessTree: true);
            throw new TimeoutException($"{program} did not end within {patience}. It said:\n{output}");
        }

        return (running.ExitCode, output.ToString());
    }

    private static void Append(StringBuilder output, string? line)
    {
        if (line is not null)
        {
            lock (output)
            {
                output.AppendLine(line);
            }
        }
    }
}
