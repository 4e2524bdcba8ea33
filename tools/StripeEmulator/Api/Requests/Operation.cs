using System.Text.Json.Nodes;
using StripeEmulator.State;

namespace StripeEmulator.Api.Requests;

/// <summary>What one route does: read and check the parameters, then (under the state's gate) do the work.</summary>
/// <param name="ObjectName">The kind of resource it answers with, or lists.</param>
/// <param name="IsList">Whether the answer is a list of them.</param>
/// <param name="AllowsPublishableKey">Whether a page may call it; such a caller must show the client secret.</param>
/// <param name="Prepare">Reads the parameters and gives back the work.</param>
internal sealed record Operation(string ObjectName, bool IsList, bool AllowsPublishableKey, Func<ApiCall, Func<ApiResult>> Prepare);

/// <summary>What an operation answers with: one resource, or a list.</summary>
internal abstract record ApiResult
{
    public sealed record One(StripeResource Resource) : ApiResult;

    /// <summary>The parts of one resource, which are none themselves, such as the lines of a session.</summary>
    public sealed record Parts(string Url, IReadOnlyList<JsonObject> Members, bool HasMore) : ApiResult;

    /// <summary>What a search found; the token leads to the rest, null when there is none.</summary>
    public sealed record Found(string Url, IReadOnlyList<StripeResource> Resources, string? NextPage) : ApiResult;

    public sealed record Page(string Url, IReadOnlyList<StripeResource> Resources, bool HasMore) : ApiResult;
}
