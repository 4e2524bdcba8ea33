using StripeEmulator.Processes;
using StripeEmulator.State;

namespace StripeEmulator.Api.Requests;

/// <summary>One authenticated request, as far as an operation needs to know it.</summary>
internal sealed record ApiCall
{
    public required HttpRequest Http { get; init; }
    public required string RequestId { get; init; }
    public string? IdempotencyKey { get; init; }
    public required ApiVersion Version { get; init; }
    public required KeyKind Key { get; init; }
    public required Parameters Parameters { get; init; }
    public required StripeState State { get; init; }
    public required AllProcesses Processes { get; init; }

    /// <summary>Where a browser finds the hosted pages.</summary>
    public required Uri Pages { get; init; }

    /// <summary>The id in the path.</summary>
    public string Id => (string)Http.RouteValues["id"]!;

    /// <summary>Whether subscriptions that this request makes are of the older kind.</summary>
    public bool IsClassicByDefault => !Version.IsAtLeast(ApiVersion.Clover);

    public EventCause Cause => new(RequestId, IdempotencyKey);
}
