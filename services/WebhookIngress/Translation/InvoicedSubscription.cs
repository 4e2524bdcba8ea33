using System.Text.Json;

namespace WebhookIngress.Translation;

/// <summary>The subscription that an invoice is for.</summary>
internal sealed record InvoicedSubscription(string Id, Metadata Metadata)
{
    /// <summary>On the invoice itself up to acacia, in its <c>parent</c> since basil.</summary>
    /// <returns>Null when the invoice is for none.</returns>
    public static InvoicedSubscription? Of(JsonElement invoice)
    {
        if (invoice.OptionalId("subscription") is { } id)
        {
            return new(id, Snapshot(invoice.OptionalMember("subscription_details") ?? default, invoice));
        }
        var details = invoice.OptionalMember("parent")?.OptionalMember("subscription_details") ?? default;
        return details.OptionalId("subscription") is { } parentId ? new(parentId, Snapshot(details, invoice)) : null;
    }

    // The subscription's metadata as it was when the invoice was finalized. Versions that had no snapshot yet have it on the lines.
    private static Metadata Snapshot(JsonElement details, JsonElement invoice)
    {
        var snapshot = Metadata.Of(details);
        return snapshot.Type is not null
            ? snapshot
            : invoice.Listed("lines").Select(Metadata.Of).FirstOrDefault(line => line.Type is not null, snapshot);
    }
}
