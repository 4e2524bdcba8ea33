using System.Collections.Immutable;
using System.Text;
using StripeEmulator.Api.Requests;
using StripeEmulator.State;

namespace StripeEmulator.Api.Search;

/// <summary>A request for a page of what a query finds, newest first; a page's token names the last one of the page before.</summary>
internal sealed record SearchRequest<T>
    where T : StripeResource
{
    private const int LimitMax = 100;
    private const int LimitDefault = 10;

    public required SearchQuery Query { get; init; }
    public required int Limit { get; init; }

    /// <summary>The id of the last one that was shown; null for the first page.</summary>
    public required string? After { get; init; }

    public static SearchRequest<T> Read(Parameters parameters, SearchableFields<T> fields) => new()
    {
        Query = SearchQuery.Read(parameters, fields.Names),
        Limit = (int)(parameters.Integer("limit") switch
        {
            null => LimitDefault,
            >= 1 and <= LimitMax and var limit => limit,
            var limit => throw StripeError.InvalidParameter(
                $"Invalid limit: must be from 1 to {LimitMax} (it currently is '{limit}').", "limit", "parameter_invalid_integer"),
        }),
        After = parameters.Text("page") is { } page ? IdOf(page) : null,
    };

    public ApiResult Find(string url, ResourceStore<T> store, SearchableFields<T> fields)
    {
        if (After is not null && store.Find(After) is null)
        {
            throw InvalidPage();
        }

        var found = store.OlderThan(After)
            .Where(resource => fields.IsShown(resource) && Query.Matches(clause => fields.ValueOf(resource, clause)))
            .Take(Limit + 1)
            .ToList();
        return found.Count <= Limit
            ? new ApiResult.Found(url, found, NextPage: null)
            : new ApiResult.Found(url, found[..Limit], Convert.ToBase64String(Encoding.UTF8.GetBytes(found[Limit - 1].Id)));
    }

    private static string IdOf(string page)
    {
        var bytes = new byte[page.Length];
        return Convert.TryFromBase64String(page, bytes, out var length) ? Encoding.UTF8.GetString(bytes, 0, length) : throw InvalidPage();
    }

    private static StripeError InvalidPage() => StripeError.InvalidParameter("Invalid page: it is not one that a search gave.", "page");
}

/// <summary>What of a kind of resource can be searched for.</summary>
internal sealed record SearchableFields<T>(
    IReadOnlyDictionary<string, Func<T, object?>> Fields,
    Func<T, long> Created,
    Func<T, ImmutableSortedDictionary<string, string>> Metadata,
    Func<T, bool> IsShown)
{
    private const string CreatedField = "created";
    private const string MetadataField = "metadata";

    public IReadOnlyCollection<string> Names => [.. Fields.Keys, CreatedField, MetadataField];

    public object? ValueOf(T resource, SearchClause clause) => clause.Field switch
    {
        CreatedField => Created(resource),
        MetadataField => clause.Key is null ? null : Metadata(resource).GetValueOrDefault(clause.Key),
        var name => Fields[name](resource),
    };
}
