using System.Text.Json.Nodes;
using Stripe;

namespace StripeEmulator.Tests.Conformance;

/// <summary>Every answer of one account's whole life, read by Stripe.net and written again.</summary>
public sealed class SurvivingStripeNetTests(LivedAccount account) : IClassFixture<LivedAccount>
{
    [Fact]
    public void NoFieldOfAnyAnswer_IsLostInStripeNet()
    {
        var lost = account.Answers.All.SelectMany(Lost).ToHashSet();

        Assert.True(lost.Count == 0, string.Join('\n', lost));
    }

    [Fact]
    public void WhatAnEventSaysOfBefore_IsReadByStripeNet()
    {
        var changes = account.Answers.All.Where(answer => answer["data"]?["previous_attributes"] is not null).ToList();

        Assert.NotEmpty(changes);
        Assert.All(changes, change => Assert.True(JsonNode.DeepEquals(
            change["data"]!["previous_attributes"],
            JsonNode.Parse(((object)StripeEntity.FromJson<Event>(change.ToJsonString()).Data.PreviousAttributes).ToString()!))));
    }

    private static IReadOnlyList<string> Lost(JsonObject answer)
    {
        var type = StripeTypeRegistry.ObjectsToTypes[answer.Text("object")];
        var read = typeof(StripeEntity).GetMethods()
            .Single(method => method is { Name: nameof(StripeEntity.FromJson), IsGenericMethod: true } && method.GetParameters().Length == 1)
            .MakeGenericMethod(type);
        var entity = (StripeEntity)read.Invoke(null, [answer.ToJsonString()])!;
        return RoundTrip.Lost(answer, JsonNode.Parse(entity.ToJson())!, type.Name);
    }
}
