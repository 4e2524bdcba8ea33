using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Messaging;
using Testing.Stripe;
using WebhookIngress.Tests.Translation;

namespace WebhookIngress.Tests.Fuzzing;

/// <summary>Ten thousand spoiled events: each gets an answer of ours, and what is not accepted leaves nothing behind.</summary>
public sealed class ReceivingNonsenseTests(IngressApplication ingress) : IClassFixture<IngressApplication>
{
    private const int Count = 10_000;
    private const int AtOnce = 16;
    private const string Announcements = "heard-announcements";

    private static readonly HttpStatusCode[] Answers = [HttpStatusCode.OK, HttpStatusCode.BadRequest, HttpStatusCode.UnprocessableEntity];

    [Fact]
    public async Task NoNonsense_BringsTheServiceDown_OrIsPublished()
    {
        var originals = Originals();
        await ingress.HearAsync(Announcements, MessageRoutes.Announcements.Where(TellsOfAnEvent));
        var answers = new ConcurrentBag<(HttpStatusCode Status, string Body)>();

        await Parallel.ForEachAsync(
            Enumerable.Range(0, Count),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce },
            async (number, _) =>
            {
                // The number is the seed: a failure names it, and it can be played again.
                var random = new Random(number);
                var body = MutatedBody.Of(Numbered(originals[number % originals.Count], number), random);
                answers.Add((await SendAsync(number, body, MutatedSignature.Of(body, random)), Encoding.UTF8.GetString(body)));
            });

        Assert.All(Answers, status => Assert.InRange(answers.Count(answer => answer.Status == status), Count / 100, Count));
        var archived = await ingress.TakeArchivedAsync(answers.Count(answer => answer.Status != HttpStatusCode.BadRequest));
        AssertArchived(answers, HttpStatusCode.OK, archived.Where(message => message.Text("outcome") != "malformed"));
        AssertArchived(answers, HttpStatusCode.UnprocessableEntity, archived.Where(message => message.Text("outcome") == "malformed"));
        await AssertOnlyTranslatedIsPublishedAsync(
            archived.Where(message => message.Text("outcome") == "translated").Select(message => message.Text("eventId")!).ToHashSet());
    }

    private static List<JsonObject> Originals() =>
    [
        .. GoldenEvent.Names.Select(name => GoldenEvent.Read(name).Event),
        .. RealBodies.Names.Select(name => JsonNode.Parse(RealBodies.Read(name))!.AsObject()),
    ];

    private static JsonObject Numbered(JsonObject original, int number)
    {
        var numbered = original.DeepClone().AsObject();
        numbered["id"] = string.Create(CultureInfo.InvariantCulture, $"evt_{number}");
        return numbered;
    }

    private async Task<HttpStatusCode> SendAsync(int number, byte[] body, string? signature)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, IngressApplication.Path) { Content = new ByteArrayContent(body) };
        if (signature is not null)
        {
            request.Headers.TryAddWithoutValidation(SignedStripeEvent.SignatureHeader, signature);
        }
        using var response = await ingress.Client.SendAsync(request);
        var answer = await response.Content.ReadAsStringAsync();
        Assert.True(Answers.Contains(response.StatusCode), $"Number {number}: {(int)response.StatusCode} {answer}");
        Assert.Contains(response.StatusCode == HttpStatusCode.OK ? "\"received\":true" : "\"code\":\"", answer, StringComparison.Ordinal);
        return response.StatusCode;
    }

    private static void AssertArchived(
        IEnumerable<(HttpStatusCode Status, string Body)> answers, HttpStatusCode status, IEnumerable<Received> archived) =>
        Assert.Equal(
            answers.Where(answer => answer.Status == status).Select(answer => answer.Body).Order(StringComparer.Ordinal),
            archived.Select(message => message.Document("body")).Order(StringComparer.Ordinal));

    private async Task AssertOnlyTranslatedIsPublishedAsync(HashSet<string> translated)
    {
        var published = new HashSet<string>();
        foreach (var queue in MessageRoutes.All.Where(route => TellsOfAnEvent(route.Message)).Select(route => route.Queue).Append(Announcements))
        {
            published.UnionWith((await ingress.DrainAsync(queue)).Select(message => message.Text("eventId")!));
        }
        Assert.Equal(translated.Order(StringComparer.Ordinal), published.Order(StringComparer.Ordinal));
    }

    private static bool TellsOfAnEvent(Type message) => message.GetProperty("EventId") is not null;
}
