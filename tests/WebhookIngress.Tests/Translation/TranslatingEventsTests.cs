using System.Text.Json.Nodes;
using Contracts;
using WebhookIngress.Translation;

namespace WebhookIngress.Tests.Translation;

/// <summary>Each handled type in each shape, and exactly what it becomes.</summary>
public sealed class TranslatingEventsTests
{
    private static readonly string[] UpToAcacia = [".2020", ".acacia"];
    private static readonly string[] SinceBasil = [".basil", ".endive"];

    public static TheoryData<string> Goldens() => new(GoldenEvent.Names);

    public static TheoryData<string> HandledTypes() => new(EventTranslation.HandledTypes);

    [Theory]
    [MemberData(nameof(Goldens))]
    public void AnEvent_BecomesWhatItsDocumentSays(string name)
    {
        var golden = GoldenEvent.Read(name);

        var translated = golden.Translate();

        Assert.Equal((golden.Outcome, golden.Detail), (translated.Outcome, translated.Detail));
        var messages = GoldenEvent.Write(translated.Messages);
        Assert.True(JsonNode.DeepEquals(golden.Messages, messages), $"{name} became {messages.ToJsonString()}");
    }

    [Theory]
    [MemberData(nameof(HandledTypes))]
    public void EveryHandledType_HasADocumentInBothShapes(string type)
    {
        var translated = GoldenEvent.Names.Select(GoldenEvent.Read)
            .Where(golden => golden.Type == type && golden.Outcome == StripeEventOutcome.Translated)
            .Select(golden => golden.Name)
            .ToList();

        Assert.Contains(translated, name => UpToAcacia.Any(shape => name.EndsWith(shape, StringComparison.Ordinal)));
        Assert.Contains(translated, name => SinceBasil.Any(shape => name.EndsWith(shape, StringComparison.Ordinal)));
    }

    [Fact]
    public void WhatHasATranslator_IsWhatStripeIsAskedFor() => Assert.Equal(
        StripeEventTypes.Handled.Order(StringComparer.Ordinal), EventTranslation.HandledTypes.Order(StringComparer.Ordinal));

    [Fact]
    public void AnEventInTwoShapes_BecomesTheSame()
    {
        var twins = GoldenEvent.Names.Select(GoldenEvent.Read)
            .GroupBy(golden => Path.GetFileNameWithoutExtension(golden.Name))
            .Where(shapes => shapes.Count() > 1)
            .ToList();

        Assert.True(twins.Count > EventTranslation.HandledTypes.Count);
        Assert.All(twins, shapes => Assert.Single(shapes.Select(golden => golden.Messages.ToJsonString()).Distinct()));
    }

    [Fact]
    public void WhateverIsSaidOfOnePeriod_NamesItByTheSameStart()
    {
        string[] cases =
        [
            "customer.subscription.updated.renewal", "customer.subscription.updated.past-due", "invoice.payment_failed.cycle",
            "customer.subscription.updated.recovered", "invoice.paid.cycle",
        ];

        var starts = cases.SelectMany(name => new[] { $"{name}.acacia", $"{name}.endive" })
            .SelectMany(name => GoldenEvent.Read(name).Translate().Messages)
            .Where(message => message is not SubscriptionChanged)
            .Select(message => (DateTimeOffset)message.GetType().GetProperty("PeriodStart")!.GetValue(message)!);

        Assert.Single(starts.Distinct());
    }

    [Theory]
    [InlineData("customer.subscription.created.active", "invoice.paid.first")]
    [InlineData("customer.subscription.updated.first-payment", "invoice.paid.first")]
    [InlineData("customer.subscription.updated.renewal", "invoice.paid.cycle")]
    [InlineData("customer.subscription.updated.trial-ended", "invoice.paid.cycle")]
    public void TwoProofsOfOnePeriod_InEitherShape_NameTheSameKey(string subscription, string invoice)
    {
        var proofs = new[] { $"{subscription}.acacia", $"{subscription}.endive", $"{invoice}.acacia", $"{invoice}.endive" };

        var periods = proofs.SelectMany(name => GoldenEvent.Read(name).Translate().Messages).Select(KeyOf).OfType<string>().ToList();

        Assert.Equal(proofs.Length, periods.Count);
        Assert.Single(periods.Distinct());
    }

    [Theory]
    [InlineData("customer.subscription.created.trialing")]
    [InlineData("invoice.paid.trial")]
    public void ATrial_GrantsOnlyWhereTheOptionSaysSo(string name)
    {
        foreach (var shape in new[] { "acacia", "endive" })
        {
            var trial = GoldenEvent.Read($"{name}.{shape}");

            Assert.Empty(trial.Translate().Messages.OfType<SubscriptionActivated>());
            Assert.Single(trial.Translate(new TranslationOptions { GrantOnTrial = true }).Messages.OfType<SubscriptionActivated>());
        }
    }

    private static string? KeyOf(object message) => message switch
    {
        SubscriptionActivated period => $"{period.SubscriptionId} {period.PeriodStart:O} {period.PeriodEnd:O}",
        SubscriptionRenewed period => $"{period.SubscriptionId} {period.PeriodStart:O} {period.PeriodEnd:O}",
        _ => null,
    };
}
