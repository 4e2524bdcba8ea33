using System.Diagnostics;
using System.Text;
using Xunit;

namespace Testing.Stripe;

/// <summary>A command-line program while it runs.</summary>
public sealed class RunningProgram : IAsyncDisposable
{
    /// <summary>On a busy machine a program takes its time before it says anything.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly Task _reading;

    internal RunningProgram(Process process)
    {
        _process = process;
        _reading = Task.WhenAll(ReadAsync(process.StandardOutput), ReadAsync(process.StandardError));
        if (process.StartInfo.RedirectStandardInput)
        {
            process.StandardInput.Close();
        }
    }

    /// <summary>What it has said so far.</summary>
    public string Output
    {
        get
        {
            lock (_output)
            {
                return _output.ToString();
            }
        }
    }

    /// <summary>Waits for it to say this and to end that line, which may come in parts, and gives back all that it has said by then.</summary>
    public async Task<string> SaysAsync(string text)
    {
        var said = "";
        await Eventually.Async(
            () =>
            {
                said = Output;
                Assert.Contains(text, said, StringComparison.Ordinal);
                Assert.Contains('\n', said[said.IndexOf(text, StringComparison.Ordinal)..]);
                return Task.CompletedTask;
            },
            Patience);
        return said;
    }

    public async Task<ProgramOutcome> EndAsync(CancellationToken cancellationToken)
    {
        await _process.WaitForExitAsync(cancellationToken);
        await _reading.WaitAsync(cancellationToken);
        return new ProgramOutcome(_process.ExitCode, Output);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        await _process.WaitForExitAsync();
        await _reading;
        _process.Dispose();
    }

    private async Task ReadAsync(StreamReader reader)
    {
        var buffer = new char[1024];
        int length;
        while ((length = await reader.ReadAsync(buffer)) > 0)
        {
            lock (_output)
            {
                _output.Append(buffer, 0, length);
            }
        }
    }
}

/// <summary>How a program ended, with all that it said.</summary>
public sealed record ProgramOutcome(int ExitCode, string Output)
{
    public void AssertSucceeded() => Assert.True(ExitCode == 0, Output);
}
