using Testing.Stripe;

namespace StripeEmulator.Tests.Running;

/// <summary>The official Stripe CLI, for one emulator or another.</summary>
public sealed class StripeCli : OfficialStripeCli, IAsyncLifetime
{
    public Task<ProgramOutcome> RunAsync(EmulatorServer server, params string[] arguments) =>
        RunAsync(server.Url, EmulatorServer.SecretKey, arguments);

    public RunningProgram Start(EmulatorServer server, params string[] arguments) =>
        Start(server.Url, EmulatorServer.SecretKey, arguments);
}
