using Messaging;

namespace Contracts.Tests;

/// <summary>The same fact has the same id, whoever computes it and whenever, and later facts have later ids.</summary>
public sealed class MessageIdsTests
{
    private static readonly DateTimeOffset At = new(2026, 1, 31, 12, 34, 56, TimeSpan.Zero);

    [Fact]
    public void AnIdIsAlwaysTheSame()
    {
        Assert.Equal(new Guid("019c140c-9980-8016-9437-9075d2a3262f"), DeterministicId.From(At, "evt_1:PaymentSucceeded"));
        Assert.Equal(DeterministicId.From(At, "evt_1"), DeterministicId.From(At.ToOffset(TimeSpan.FromHours(2)), "evt_1"));
        Assert.NotEqual(DeterministicId.From(At, "evt_1"), DeterministicId.From(At, "evt_2"));
    }

    [Fact]
    public void IdsAreInTheOrderOfTime_AsUuidsThatAnybodyCanRead()
    {
        var ids = Enumerable.Range(0, 1_000).Select(second => DeterministicId.From(At.AddSeconds(second), $"evt_{second}")).ToList();

        Assert.Equal(ids, ids.OrderBy(id => id.ToString(), StringComparer.Ordinal));
        Assert.All(ids, id => Assert.Equal((8, true), (id.Version, id.Variant is >= 8 and <= 11)));
    }
}
