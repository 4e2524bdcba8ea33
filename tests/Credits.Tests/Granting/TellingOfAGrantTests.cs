using System.Text.Json;
using Messaging;
using Messaging.Queues;
using RabbitMQ.Client;
using Reliability.Outbox;
using Testing;

namespace Credits.Tests.Granting;

/// <summary>What leaves through the outbox: every grant once committed, in order for each user, with one relay or several.</summary>
public sealed class TellingOfAGrantTests(CreditsApplication credits) : IClassFixture<CreditsApplication>
{
    private const int PaymentsPerUser = 10;

    [Fact]
    public async Task GrantsOfManyUsers_ArePublishedOnceAndInOrder_ByTwoReplicas()
    {
        await using var second = credits.CreateReplica();
        using var secondClient = second.CreateClient();
        var users = Enumerable.Range(0, 8).Select(_ => CreditsApplication.NewUser()).ToList();

        foreach (var _ in Enumerable.Range(0, PaymentsPerUser))
        {
            await Task.WhenAll(users.Select(user => credits.PublishAsync(CreditsApplication.PaymentOf(user, 1))));
        }

        var expected = users.Count * (PaymentsPerUser + 1);
        var told = await ReceiveAsync(expected);
        foreach (var user in users)
        {
            // Signup takes the balance to 5, and each payment adds one.
            Assert.Equal(
                Enumerable.Range(5, PaymentsPerUser + 1).Select(balance => (long)balance),
                told.Where(grant => grant.UserId == user).Select(grant => grant.BalanceAfter));
        }
        Assert.Equal(expected, told.Select(grant => grant.MessageId).Distinct().Count());
        await Eventually.Async(async () => Assert.Equal(0, await credits.ScalarAsync<long>("SELECT count(*) FROM outbox_messages")));
    }

    [Fact]
    public async Task WhatTheBrokerRefuses_WaitsWithItsUsersOthers_AndThenGoesInOrder()
    {
        var (user, other) = (CreditsApplication.NewUser(), CreditsApplication.NewUser());
        await credits.Broker.DeleteQueueAsync(MessageRoutes.BillingCreditsGranted);
        // Its welcome and its payment share a row.
        await credits.PublishAsync(CreditsApplication.PaymentOf(user, 1));
        await Eventually.Async(async () => Assert.Equal(new[] { 1 }, await AttemptsAsync(user)));
        await credits.Broker.DeclareQueueAsync(
            MessageRoutes.BillingCreditsGranted, MessageRoutes.Bound.Single(route => route.Queue == MessageRoutes.BillingCreditsGranted).Exchange);

        await credits.PublishAsync(CreditsApplication.PaymentOf(user, 1));
        await credits.ConsumedAllAsync();
        await credits.PublishAsync(CreditsApplication.PaymentOf(other, 1));

        // Others' go meanwhile.
        Assert.All(await ReceiveAsync(2), grant => Assert.Equal(other, grant.UserId));
        Assert.Equal(new[] { 1, 0 }, await AttemptsAsync(user));
        credits.Time.Advance(TimeSpan.FromMilliseconds(new OutboxOptions().BlockedMilliseconds));
        Assert.Equal([(user, 5L), (user, 6L), (user, 7L)], (await ReceiveAsync(3)).Select(grant => (grant.UserId, grant.BalanceAfter)));
        await Eventually.Async(async () => Assert.Empty(await AttemptsAsync(user)));
    }

    [Fact]
    public async Task WhatALaterReleaseWrote_WaitsForOneLikeIt_AndHoldsUpNobodyElse()
    {
        var (user, other) = (CreditsApplication.NewUser(), CreditsApplication.NewUser());
        await CreditsApplication.ExecuteAsync(
            credits.Database.SuperuserConnectionString,
            $"""
            INSERT INTO outbox_messages (message_id, type, partition_key, body, created_at, attempts)
            VALUES (gen_random_uuid(), 'Contracts.NotKnownYet', '{user}', '[]', now(), 0),
                (gen_random_uuid(), 'Contracts.CreditsGranted', '{user}-2', '[]', now(), 0)
            """);

        await credits.PublishAsync(CreditsApplication.PaymentOf(other, 1));

        Assert.All(await ReceiveAsync(2), grant => Assert.Equal(other, grant.UserId));
        await Eventually.Async(async () => Assert.Equal(new[] { 1 }, await AttemptsAsync(user)));
        Assert.Equal(new[] { 1 }, await AttemptsAsync($"{user}-2"));
        await CreditsApplication.ExecuteAsync(credits.Database.SuperuserConnectionString, $"DELETE FROM outbox_messages WHERE partition_key LIKE '{user}%'");
    }

    private async Task<int[]> AttemptsAsync(string user) => await credits.ScalarAsync<int[]>(
        $"SELECT coalesce(array_agg(attempts ORDER BY id), '{{}}') FROM outbox_messages WHERE partition_key = '{user}'");

    private async Task<List<Told>> ReceiveAsync(int count)
    {
        await using var connection = await new ConnectionFactory { Uri = credits.Broker.Uri }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        var told = new List<Told>();
        await Eventually.Async(async () =>
        {
            while (await channel.BasicGetAsync(MessageRoutes.BillingCreditsGranted, autoAck: true) is { } delivery)
            {
                told.AddRange(Read(delivery.Json()));
            }
            Assert.Equal(count, told.Count);
        });
        return told;
    }

    private static List<Told> Read(ReadOnlyMemory<byte> body)
    {
        using var envelope = JsonDocument.Parse(body);
        return
        [
            .. envelope.RootElement.GetProperty("message").GetProperty("messages").EnumerateArray().Select(bundled => new Told(
                bundled.GetProperty("messageId").GetGuid(),
                bundled.GetProperty("message").GetProperty("userId").GetString()!,
                bundled.GetProperty("message").GetProperty("balanceAfter").GetInt64())),
        ];
    }

    private sealed record Told(Guid MessageId, string UserId, long BalanceAfter);
}
