using System.Text.Json.Nodes;

namespace StripeEmulator.Api.Requests;

/// <summary>A request for a page of the parts of one resource, which come in their order and not newest first.</summary>
internal sealed record PartsPage(int Limit, string? StartingAfter, string? EndingBefore)
{
    private const int LimitMax = 100;
    private const int LimitDefault = 10;

    public static PartsPage Read(Parameters parameters) => new(
        (int)(parameters.Integer("limit") switch
        {
            null => LimitDefault,
            >= 1 and <= LimitMax and var limit => limit,
            var limit => throw StripeError.InvalidParameter(
                $"Invalid limit: must be from 1 to {LimitMax} (it currently is '{limit}').", "limit", "parameter_invalid_integer"),
        }),
        parameters.Text("starting_after"),
        parameters.Text("ending_before"));

    public ApiResult Of(string url, IReadOnlyList<JsonObject> members)
    {
        var from = StartingAfter is { } after ? IndexOf(members, after, "starting_after") + 1 : 0;
        var to = EndingBefore is { } before ? IndexOf(members, before, "ending_before") : members.Count;
        var wanted = members.Skip(from).Take(to - from).ToList();
        return new ApiResult.Parts(
            url,
            EndingBefore is null ? [.. wanted.Take(Limit)] : [.. wanted.TakeLast(Limit)],
            HasMore: wanted.Count > Limit);
    }

    private static int IndexOf(IReadOnlyList<JsonObject> members, string id, string parameter)
    {
        for (var index = 0; index < members.Count; index++)
        {
            if (members[index]["id"]!.GetValue<string>() == id)
            {
                return index;
            }
        }

        throw StripeError.NoSuch("item", id, parameter);
    }
}
