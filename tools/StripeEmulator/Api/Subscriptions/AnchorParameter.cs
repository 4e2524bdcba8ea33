using StripeEmulator.Api.Requests;

namespace StripeEmulator.Api.Subscriptions;

/// <summary><c>billing_cycle_anchor</c> of a change: a text before endive, since then a set with a type.</summary>
internal static class AnchorParameter
{
    private const string Name = "billing_cycle_anchor";

    /// <summary>Whether a new period begins now; null when nothing is said of it.</summary>
    public static bool? ReadResets(Parameters parameters)
    {
        if (parameters.Version.IsAtLeast(ApiVersion.Endive) && !string.IsNullOrEmpty(parameters.Peek(Name)))
        {
            throw StripeError.InvalidParameter("Invalid object", Name);
        }

        var set = parameters.Version.IsAtLeast(ApiVersion.Endive) ? parameters.Nested(Name) : null;
        set?.RefuseUncovered("an anchor at a given time", "timestamp");
        var choice = parameters.Version.IsAtLeast(ApiVersion.Endive)
            ? set?.OneOf("type", "now", "unchanged")
            : parameters.OneOf(Name, "now", "unchanged");
        return choice is null ? null : choice == "now";
    }
}
