using System.Text.Json;
using System.Text.Json.Nodes;
using MassTransit;
using Messaging;
using Messaging.Bundles;

namespace Contracts.Tests;

/// <summary>A message lies in a queue while services of either version run: what was sent can always be read.</summary>
public sealed class MessagesKeepTheirShapeTests
{
    public static TheoryData<string> Messages() => new(Wire.Messages.Select(message => message.Name));

    public static TheoryData<string> GoldenNames() => new(Wire.GoldenNames);

    [Theory]
    [MemberData(nameof(Messages))]
    public void TheGoldenDocumentHasEveryMember(string name)
    {
        var message = Wire.MessageOf(name);

        Assert.Equal(
            Wire.Members(message, required: true).Concat(Wire.Members(message, required: false)).Order(StringComparer.Ordinal),
            Wire.Golden(name).Select(member => member.Key).Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(GoldenNames))]
    public void WhatWasSentIsReadAndWrittenUnchanged(string golden)
    {
        var sent = Wire.Golden(golden);

        var written = Wire.Write(Wire.Read(sent, Wire.MessageOf(golden)));

        Assert.True(JsonNode.DeepEquals(sent, written), $"Sent {sent.ToJsonString()}{Environment.NewLine}wrote {written.ToJsonString()}");
    }

    [Theory]
    [MemberData(nameof(Messages))]
    public void AnOlderSenderLeavesOutWhatIsOptional(string name)
    {
        var message = Wire.MessageOf(name);
        var sent = Wire.Golden(name);
        var optional = Wire.Members(message, required: false).ToList();
        optional.ForEach(member => sent.Remove(member));

        var written = Wire.Write(Wire.Read(sent, message));

        Assert.All(optional, member => Assert.Null(written[member]));
        Assert.All(sent, member => Assert.True(JsonNode.DeepEquals(member.Value, written[member.Key]), member.Key));
    }

    [Theory]
    [MemberData(nameof(Messages))]
    public void ANewerSenderMaySayMore(string name)
    {
        var sent = Wire.Golden(name);
        sent["addedLater"] = new JsonObject { ["something"] = 1 };

        var written = Wire.Write(Wire.Read(sent, Wire.MessageOf(name)));

        sent.Remove("addedLater");
        Assert.True(JsonNode.DeepEquals(sent, written));
    }

    [Theory]
    [MemberData(nameof(Messages))]
    public void WithoutARequiredMemberItIsNoMessage(string name)
    {
        var message = Wire.MessageOf(name);
        foreach (var member in Wire.Members(message, required: true))
        {
            var sent = Wire.Golden(name);
            sent.Remove(member);

            var refusal = Assert.Throws<JsonException>(() => Wire.Read(sent, message));

            Assert.Contains(member, refusal.Message, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Theory]
    [InlineData("{\n  \"name\": \"Zoë\"\n}")]
    [InlineData("[]")]
    public void ADocumentInAMessage_IsReadAsTextToo_AsOlderSendersWroteIt(string body)
    {
        var sent = Wire.Golden(nameof(StripeEventReceived));
        sent["body"] = body;

        var read = (StripeEventReceived)Wire.Read(sent, typeof(StripeEventReceived));
        var again = (StripeEventReceived)Wire.Read(Wire.Write(read), typeof(StripeEventReceived));

        Assert.Equal((body, body), (read.Body, again.Body));
    }

    [Fact]
    public void ABundleKeepsItsShapeAndItsName()
    {
        var sent = new JsonObject
        {
            ["messages"] = new JsonArray(new JsonObject
            {
                ["messageId"] = "01997a3c-0000-7000-8000-000000000001",
                ["message"] = Wire.Golden(nameof(PaymentSucceeded)),
                ["traceParent"] = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
            }),
        };

        var written = Wire.Write(Wire.Read(sent, typeof(Bundle<PaymentSucceeded>)));

        Assert.True(JsonNode.DeepEquals(sent, written), written.ToJsonString());
        Assert.Equal(
            "urn:message:Messaging.Bundles:Bundle[[Contracts:PaymentSucceeded]]", MessageUrn.ForTypeString<Bundle<PaymentSucceeded>>());
        Assert.Contains(MessageRoutes.Bound, route => route is
            { Exchange: "Messaging.Bundles:Bundle--Contracts:PaymentSucceeded--", Queue: MessageRoutes.CreditsPaymentSucceeded });
    }

    // The bus knows a message by namespace and name: moving one breaks every queue.
    [Theory]
    [MemberData(nameof(Messages))]
    public void ItsNameOnTheBusIsItsPlainName(string name) =>
        Assert.Equal($"urn:message:Contracts:{name}", MessageUrn.ForTypeString(Wire.MessageOf(name)));

    [Theory]
    [MemberData(nameof(Messages))]
    public void SomeoneListensToIt_OrItIsAnAnnouncement(string name)
    {
        var message = Wire.MessageOf(name);

        Assert.True(
            MessageRoutes.Contracts.Values.Contains(message) || Wire.IsPartOfAnother(message),
            "Name its queue in MessageRoutes.All, or list it among the announcements.");
    }

    [Fact]
    public void EveryGoldenDocumentIsOfAMessage() =>
        Assert.All(Wire.GoldenNames, golden => Assert.NotNull(Wire.MessageOf(golden)));
}
