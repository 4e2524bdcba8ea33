using System.Diagnostics;
using System.Text;

namespace StripeEmulator.Tests.Running;

/// <summary>A command-line program while it runs.</summary>
public sealed class RunningCli : IAsyncDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly Task _reading;

    internal RunningCli(Process process)
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

    public Task<string> SaysAsync(string text) =>
        Eventually.FindsAsync(() => Task.FromResult(Output), said => said.Contains(text, StringComparison.Ordinal));

    public async Task<CliOutcome> EndAsync(CancellationToken cancellationToken)
    {
        await _process.WaitForExitAsync(cancellationToken);
        await _reading.WaitAsync(cancellationToken);
        return new CliOutcome(_process.ExitCode, Output);
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
