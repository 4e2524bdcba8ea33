using System.Text.Json;
using System.Text.Json.Serialization;

namespace Billing.Purchases;

/// <summary>How far a purchase has come. On the wire and in the database in snake case.</summary>
[JsonConverter(typeof(PurchaseStatusConverter))]
internal enum PurchaseStatus
{
    /// <summary>Nobody has paid yet.</summary>
    Pending,

    /// <summary>Paid with a method that takes days to settle.</summary>
    Processing,

    Succeeded,

    /// <summary>The last attempt to pay failed; another may succeed.</summary>
    Failed,

    Canceled,
    PartiallyRefunded,
    Refunded,
    Disputed,
}

internal static class PurchaseStatusNames
{
    public const int LengthMax = 32;

    public static IEnumerable<string> All => Enum.GetValues<PurchaseStatus>().Select(NameOf);

    public static string NameOf(PurchaseStatus status) => JsonNamingPolicy.SnakeCaseLower.ConvertName(status.ToString());

    public static PurchaseStatus StatusOf(string name) => Enum.GetValues<PurchaseStatus>().Single(status => NameOf(status) == name);
}

internal sealed class PurchaseStatusConverter()
    : JsonStringEnumConverter<PurchaseStatus>(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false);
