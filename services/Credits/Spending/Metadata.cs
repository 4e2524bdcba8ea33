using System.Text.Json.Nodes;
using Contracts;
using Microsoft.AspNetCore.Http.HttpResults;
using ServiceDefaults;

namespace Credits.Spending;

/// <summary>What a caller adds to a spend or hold, kept as the text it is hashed by.</summary>
internal static class Metadata
{
    private const int LengthMax = 4_096;

    /// <returns>False when it is too long.</returns>
    public static bool TryWrite(JsonObject? metadata, out string? json)
    {
        json = metadata?.ToJsonString();
        return json is null || json.Length <= LengthMax;
    }

    public static ProblemHttpResult TooLong() => Problems.Of(
        StatusCodes.Status400BadRequest, ErrorCodes.ValidationFailed, $"metadata may have {LengthMax} characters as JSON.");
}
