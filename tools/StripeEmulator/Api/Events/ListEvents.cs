using System.Collections.Immutable;
using StripeEmulator.Api.Requests;
using StripeEmulator.State;

namespace StripeEmulator.Api.Events;

/// <summary>GET /v1/events: how a receiver that was away catches up.</summary>
internal static class ListEvents
{
    private const int TypesMax = 20;

    public static void MapListEvents(this StripeRoutes api) =>
        api.MapList("/v1/events", ObjectNames.Event, Filter, state => state.Events);

    private static ListFilter<Event> Filter(Parameters parameters)
    {
        var type = parameters.Text("type");
        var types = parameters.List("types", TypesMax);
        var delivered = parameters.Flag("delivery_success");
        if (type is not null && types is not null)
        {
            throw StripeError.InvalidParameter("You may pass either type or types, not both.", "type");
        }

        ImmutableArray<string>? wanted = type is null ? types : [type];
        return new(Group: null, (state, recorded) =>
            state.IsKept(recorded)
            && (wanted is null || wanted.Value.Any(pattern => Matches(pattern, recorded.Type)))
            && (delivered is null || delivered == recorded.UndeliveredTo.IsEmpty));
    }

    /// <summary>An asterisk at the end stands for any rest, as in <c>charge.*</c>.</summary>
    private static bool Matches(string pattern, string type) => pattern.EndsWith('*')
        ? type.StartsWith(pattern[..^1], StringComparison.Ordinal)
        : type == pattern;
}
