using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis.CSharp;

namespace Tidy.Tests.Rules;

/// <summary>What Stripe calls things is written once, so that a typing error can't be silent.</summary>
internal static partial class StripeLiterals
{
    private static readonly string[] Homes = ["StripeEventTypes.cs", "StripeMetadata.cs"];

    public static IEnumerable<Finding> Check(SourceFile file)
    {
        if (!file.IsIn("services/") || file.IsMigration || Homes.Contains(file.Name))
        {
            yield break;
        }
        foreach (var token in file.Syntax.DescendantTokens())
        {
            if (token.RawKind is (int)SyntaxKind.StringLiteralToken or (int)SyntaxKind.Utf8StringLiteralToken && IsStripes(token.ValueText))
            {
                yield return file.At(token, $"\"{token.ValueText}\" is Stripe's word. Take it from StripeEventTypes or StripeMetadata.");
            }
        }
    }

    private static bool IsStripes(string text) => EventType().IsMatch(text) || MetadataWord().IsMatch(text);

    [GeneratedRegex(@"^(account|balance|charge|checkout|coupon|customer|dispute|invoice|payment_intent|payment_method|payout|price|product|radar|refund|setup_intent|subscription_schedule)(\.[a-z_]+)+$")]
    private static partial Regex EventType();

    [GeneratedRegex("^(playground_credits|prpm_plus|org_verification|user_id|purchase_id|organization_id)$")]
    private static partial Regex MetadataWord();
}
