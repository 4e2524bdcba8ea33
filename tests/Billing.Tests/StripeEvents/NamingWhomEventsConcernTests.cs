using Billing.StripeEvents;

namespace Billing.Tests.StripeEvents;

/// <summary>Whom an event is about, as new ones are read and as those were that had been archived before.</summary>
[Collection(SharedBilling.Name)]
public sealed class NamingWhomEventsConcernTests(BillingApplication billing)
{
    private const string Script = "SubjectsOfKnownEvents.sql";

    public static TheoryData<string, string?> Bodies => new()
    {
        { """{"data": {"object": {"id": "cus_1", "object": "customer"} } }""", "cus_1" },
        { """{"data": {"object": {"id": "in_1", "object": "invoice", "customer": "cus_2"} } }""", "cus_2" },
        { """{"data":{"object":{"id":"cs_1","object":"checkout.session","customer":{"id":"cus_3"},"payment_intent":"pi_3"}}}""", "cus_3" },
        { """{"data": {"object": {"id": "du_1", "object": "dispute", "payment_intent": "pi_4"} } }""", "pi_4" },
        { """{"data": {"object": {"id": "ch_1", "object": "charge", "customer": null, "payment_intent": "pi_5"} } }""", "pi_5" },
        { """{"data": {"object": {"id": "prod_1", "object": "product"} } }""", null },
        { """{"data": {"object": [] } }""", null },
        { "[", null },
    };

    [Theory]
    [MemberData(nameof(Bodies))]
    public void ItIsReadFromTheBody(string body, string? expected) => Assert.Equal(expected, EventSubject.Of(body));

    [Fact]
    public async Task WhatWasArchivedBefore_IsReadAlike()
    {
        var run = Guid.CreateVersion7().ToString("n");
        foreach (var (number, body) in Bodies.Select(row => (string)row[0]).Index())
        {
            await billing.ExecuteAsync(
                $"""
                INSERT INTO stripe_events (event_id, type, object_id, is_live, outcome, body, created_at, received_at)
                VALUES ('evt_{run}_{number}', 'before', {(number == 0 ? "'cus_1'" : "'other'")}, false, 'translated', '{body}', now(), now())
                """);
        }

        await billing.ExecuteAsync(await ScriptAsync());

        Assert.Equal(
            Bodies.Select(row => (string?)row[1] ?? "none"),
            await billing.TextsAsync($"SELECT coalesce(concerns, 'none') FROM stripe_events WHERE event_id LIKE 'evt_{run}_%' ORDER BY event_id"));
    }

    private static async Task<string> ScriptAsync()
    {
        await using var script = typeof(EventSubject).Assembly.GetManifestResourceStream(Script)!;
        using var reader = new StreamReader(script);
        return await reader.ReadToEndAsync();
    }
}
