using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Billing.StripeApi;
using Contracts;

namespace Billing.Healing;

/// <summary>An event as Stripe lists it.</summary>
/// <param name="Body">
/// The event's own JSON, whose data Stripe keeps in the API version that the event was made in, whatever version the list is asked in:
/// so it means what it meant when it was delivered.
/// </param>
internal sealed record ListedEvent(string Id, string Type, DateTimeOffset CreatedAt, string Body);

/// <summary>Stripe's own memory of what it told: its event list, which reaches 30 days back.</summary>
internal sealed class StripeEventList(StripeCaller stripe)
{
    public const int DaysKept = 30;

    private const int PageSize = 50;

    // Stripe takes no more types in one request.
    private const int TypesMax = 20;

    /// <summary>The events of the types that mean something to us, page by page, the newest first.</summary>
    /// <param name="since">Stripe's time of the oldest.</param>
    /// <param name="undelivered">True for those alone that an endpoint has not taken yet.</param>
    public async IAsyncEnumerable<IReadOnlyList<ListedEvent>> ReadAsync(
        DateTimeOffset since, bool undelivered, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var types in StripeEventTypes.Handled.Chunk(TypesMax))
        {
            var query = Query(types, since, undelivered);
            string? last = null;
            bool hasMore;
            do
            {
                var json = await stripe.GetJsonAsync(last is null ? query : $"{query}&starting_after={last}", cancellationToken);
                (var page, hasMore) = Read(json);
                if (page.Count == 0)
                {
                    break;
                }
                yield return page;
                last = page[^1].Id;
            }
            while (hasMore);
        }
    }

    private static string Query(IEnumerable<string> types, DateTimeOffset since, bool undelivered) => string.Create(
        CultureInfo.InvariantCulture,
        $"/v1/events?limit={PageSize}&created[gte]={since.ToUnixTimeSeconds()}{(undelivered ? "&delivery_success=false" : "")}"
        + $"{string.Concat(types.Select(type => $"&types[]={type}"))}");

    private static (IReadOnlyList<ListedEvent> Page, bool HasMore) Read(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var list = document.RootElement;
            return ([.. list.GetProperty("data").EnumerateArray().Select(Read)], list.GetProperty("has_more").GetBoolean());
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new StripeUnavailableException("the event list can't be read", exception);
        }
    }

    private static ListedEvent Read(JsonElement listed) => new(
        listed.GetProperty("id").GetString()!,
        listed.GetProperty("type").GetString()!,
        DateTimeOffset.FromUnixTimeSeconds(listed.GetProperty("created").GetInt64()),
        listed.GetRawText());
}
