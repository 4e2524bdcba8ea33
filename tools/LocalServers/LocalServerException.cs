namespace LocalServers;

/// <summary>A private server could not be installed, started or reached; the message says what to do or shows the log's end.</summary>
public sealed class LocalServerException : Exception
{
    public LocalServerException(string message)
        : base(message)
    {
    }

    public LocalServerException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    public LocalServerException()
    {
    }
}
