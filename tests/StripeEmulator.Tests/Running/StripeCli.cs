using Testing.Stripe;

namespace StripeEmulator.Tests.Running;

/// <summary>The official Stripe CLI, for one emulator or another.</summary>
public sealed class StripeCli : IAsyncLifetime
{
    private readonly OfficialStripeCli _cli = new();

    public Task InitializeAsync() => _cli.InitializeAsync();

    public Task DisposeAsync() => _cli.DisposeAsync();

    /// <summary>Runs a command to its end.</summary>
    public Task<ProgramOutcome> RunAsync(EmulatorServer server, params string[] arguments) =>
        _cli.RunAsync(server.Url, EmulatorServer.SecretKey, arguments);

    /// <summary>Starts a command that goes on until it is disposed of.</summary>
    public RunningProgram Start(EmulatorServer server, params string[] arguments) =>
        _cli.Start(server.Url, EmulatorServer.SecretKey, arguments);
}
