namespace StripeEmulator;

/// <summary>A setting that keeps the emulator from starting; the message names it, and never holds a key.</summary>
public sealed class SettingException : Exception
{
    public SettingException(string setting, string problem) : base($"{setting} {problem}.")
    {
    }

    public SettingException()
    {
    }

    public SettingException(string message) : base(message)
    {
    }

    public SettingException(string message, Exception innerException) : base(message, innerException)
    {
    }
}
