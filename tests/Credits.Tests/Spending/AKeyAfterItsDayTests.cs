using System.Net;

namespace Credits.Tests.Spending;

/// <summary>Apart from the other scenarios, because it moves the clock.</summary>
public sealed class AKeyAfterItsDayTests(CreditsApplication credits) : IClassFixture<CreditsApplication>
{
    [Fact]
    public async Task IsANewKey()
    {
        var user = await credits.UserWithAsync();
        await credits.SpendAsync(user, 1, "daily");
        credits.Time.Advance(TimeSpan.FromHours(23.9));
        await credits.SpendAsync(user, 1, "daily");
        Assert.Equal(4, (await credits.BalanceOfAsync(user)).Balance);

        credits.Time.Advance(TimeSpan.FromHours(0.2));
        using var response = await credits.SpendAsync(user, 1, "daily");

        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        Assert.Equal(3, (await credits.BalanceOfAsync(user)).Balance);
        await credits.AssertLedgerIsSoundAsync();
    }
}
