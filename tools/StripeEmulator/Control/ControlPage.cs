namespace StripeEmulator.Control;

/// <summary>GET /_emulator: the page.</summary>
internal static class ControlPage
{
    public const string Path = "/_emulator";
}
