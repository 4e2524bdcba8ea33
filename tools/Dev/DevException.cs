namespace Dev;

/// <summary>Something that the person at the keyboard has to know; the message says what, and if possible what to do.</summary>
internal sealed class DevException(string message) : Exception(message);

/// <summary>The command line makes no sense; the message says why.</summary>
internal sealed class UsageException(string message) : Exception(message);
