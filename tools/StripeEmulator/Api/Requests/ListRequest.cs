using StripeEmulator.State;

namespace StripeEmulator.Api.Requests;

/// <summary>A request for a page of a list: newest first, a cursor in either direction, a range of creation times, a filter.</summary>
internal sealed record ListRequest<T>
    where T : StripeResource
{
    private const int LimitMax = 100;
    private const int LimitDefault = 10;

    /// <summary>Reads the filter that is the list's own.</summary>
    public delegate ListFilter<T> Reader(Parameters parameters);

    public required int Limit { get; init; }
    public required string? StartingAfter { get; init; }
    public required string? EndingBefore { get; init; }
    public required CreatedRange Created { get; init; }
    public required ListFilter<T> Filter { get; init; }

    public static ListRequest<T> Read(Parameters parameters, Reader read)
    {
        var request = new ListRequest<T>
        {
            Limit = (int)(parameters.Integer("limit") switch
            {
                null => LimitDefault,
                >= 1 and <= LimitMax and var limit => limit,
                var limit => throw StripeError.InvalidParameter(
                    $"Invalid limit: must be from 1 to {LimitMax} (it currently is '{limit}').", "limit", "parameter_invalid_integer"),
            }),
            StartingAfter = parameters.Text("starting_after"),
            EndingBefore = parameters.Text("ending_before"),
            Created = CreatedRange.Read(parameters),
            Filter = read(parameters),
        };

        return request is { StartingAfter: not null, EndingBefore: not null }
            ? throw StripeError.InvalidParameter("You cannot parameterize both starting_after and ending_before.", "starting_after")
            : request;
    }

    public ApiResult.Page Page(string url, string objectName, StripeState state, ResourceStore<T> store)
    {
        if ((StartingAfter ?? EndingBefore) is { } cursor && store.Find(cursor) is null)
        {
            throw StripeError.NoSuch(objectName, cursor, StartingAfter is null ? "ending_before" : "starting_after");
        }

        var candidates = EndingBefore is null
            ? store.OlderThan(StartingAfter, Filter.Group)
            : store.NewerThan(EndingBefore, Filter.Group);
        var found = candidates
            .Where(resource => Created.Contains(resource.Created) && Filter.Matches(state, resource))
            .Take(Limit + 1)
            .ToList();

        var hasMore = found.Count > Limit;
        if (hasMore)
        {
            found.RemoveAt(Limit);
        }

        if (EndingBefore is not null)
        {
            found.Reverse();
        }

        return new ApiResult.Page(url, found, hasMore);
    }
}

/// <summary>
/// What a list is narrowed to: <paramref name="Group"/> by the store's index, <paramref name="Matches"/> by looking at each.
/// </summary>
internal sealed record ListFilter<T>(string? Group, Func<StripeState, T, bool> Matches);

/// <summary><c>created=</c> exactly, or <c>created[gt|gte|lt|lte]</c>.</summary>
internal sealed record CreatedRange(long From, long To)
{
    public static CreatedRange Read(Parameters parameters)
    {
        if (parameters.Nested("created") is { } range)
        {
            return new CreatedRange(
                Math.Max(range.Integer("gte") ?? long.MinValue, range.Integer("gt") is { } above ? above + 1 : long.MinValue),
                Math.Min(range.Integer("lte") ?? long.MaxValue, range.Integer("lt") is { } below ? below - 1 : long.MaxValue));
        }

        return parameters.Integer("created") is { } exactly
            ? new CreatedRange(exactly, exactly)
            : new CreatedRange(long.MinValue, long.MaxValue);
    }

    public bool Contains(long created) => created >= From && created <= To;
}
