using System.ComponentModel.DataAnnotations;

namespace Credits.Streaming;

/// <summary>Exports and statements, each of which keeps a database connection as long as it lasts. Section <c>Streaming</c>.</summary>
public sealed class StreamingOptions
{
    public const string SectionName = "Streaming";

    /// <summary>How many may run at once in this process; more get 503 and may come again.</summary>
    [Range(1, 100)]
    public int AtOnceMax { get; set; } = 8;

    /// <summary>How long one may take: a client that reads too slowly is cut off.</summary>
    [Range(1, 86_400)]
    public int SecondsMax { get; set; } = 600;
}
