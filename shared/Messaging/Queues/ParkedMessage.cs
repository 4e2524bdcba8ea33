using System.Globalization;
using System.Text;
using System.Text.Json;
using RabbitMQ.Client;

namespace Messaging.Queues;

/// <summary>A message that kept failing, and why. Without its body, which may hold personal data.</summary>
/// <param name="MessageId">By which it is moved back.</param>
/// <param name="Type">The contract.</param>
/// <param name="EventId">Stripe's event behind it, where the message names one; the first where it is of several.</param>
/// <param name="UserId">Whose, where the message says so.</param>
/// <param name="PaymentIntentId">Stripe's payment, where the message names one.</param>
/// <param name="Reason">What the last attempt failed with.</param>
/// <param name="ExceptionType">What kind of failure that was.</param>
/// <param name="ParkedAt">When it was given up (UTC).</param>
internal sealed record ParkedMessage(
    string? MessageId,
    string? Type,
    string? EventId,
    string? UserId,
    string? PaymentIntentId,
    string? Reason,
    string? ExceptionType,
    DateTimeOffset? ParkedAt)
{
    /// <summary>What the bus writes on a message that it parks, and what has to go when the message is tried again.</summary>
    public const string FaultHeaders = "MT-Fault-";

    public const string ReasonHeader = "MT-Reason";

    public static ParkedMessage Of(BasicGetResult parked)
    {
        using var envelope = Envelope(parked);
        var content = Member(envelope?.RootElement, "message");
        return new ParkedMessage(
            parked.BasicProperties.MessageId,
            TypeOf(envelope?.RootElement),
            Text(content, "eventId") ?? Text(First(content, "events"), "eventId"),
            Text(content, "userId"),
            Text(content, "paymentIntentId"),
            Header(parked, FaultHeaders + "Message"),
            Header(parked, FaultHeaders + "ExceptionType"),
            DateTimeOffset.TryParse(
                Header(parked, FaultHeaders + "Timestamp"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
                ? time
                : null);
    }

    // What can't be read may be why it is parked.
    private static JsonDocument? Envelope(BasicGetResult parked)
    {
        try
        {
            return JsonDocument.Parse(parked.Json());
        }
        catch (Exception exception) when (exception is JsonException or InvalidDataException)
        {
            return null;
        }
    }

    // urn:message:Contracts:PaymentSucceeded, or urn:message:Messaging.Bundles:Bundle[[Contracts:PaymentSucceeded]]
    private static string? TypeOf(JsonElement? envelope) =>
        Member(envelope, "messageType") is { ValueKind: JsonValueKind.Array } types && types.GetArrayLength() > 0
            ? types[0].ToString().Split(':')[^1].TrimEnd(']')
            : null;

    private static JsonElement? Member(JsonElement? element, string name) =>
        element is { ValueKind: JsonValueKind.Object } found && found.TryGetProperty(name, out var member) ? member : null;

    private static JsonElement? First(JsonElement? element, string name) =>
        Member(element, name) is { ValueKind: JsonValueKind.Array } list && list.GetArrayLength() > 0 ? list[0] : null;

    private static string? Text(JsonElement? element, string name) =>
        Member(element, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    private static string? Header(BasicGetResult parked, string name) =>
        parked.BasicProperties.Headers?.TryGetValue(name, out var value) == true
            ? value is byte[] bytes ? Encoding.UTF8.GetString(bytes) : Convert.ToString(value, CultureInfo.InvariantCulture)
            : null;
}
