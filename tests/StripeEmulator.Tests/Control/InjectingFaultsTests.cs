using System.Net;
using Stripe;

namespace StripeEmulator.Tests.Control;

public sealed class InjectingFaultsTests : IAsyncLifetime
{
    private static readonly PaymentIntentCreateOptions Payment = new()
    {
        Amount = 500,
        Currency = "usd",
        PaymentMethod = "pm_card_visa",
        Confirm = true,
    };

    private EmulatorServer _server = null!;

    public async Task InitializeAsync() => _server = await EmulatorServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Theory]
    [InlineData(500, "api_error")]
    [InlineData(503, "api_error")]
    [InlineData(429, "invalid_request_error")]
    public async Task TheNextMatchingRequests_Fail_WithoutEffect_AndThenNoMore(int status, string type)
    {
        await _server.PlanFaultAsync(new { failNextRequests = 2, status, path = "/v1/payment_intents" });

        Assert.Equal(200, (await _server.GetAsync("/v1/customers")).Status);
        for (var number = 0; number < 2; number++)
        {
            var failed = await _server.PostAsync("/v1/payment_intents", "amount=500", "currency=usd");
            Assert.Equal((status, type), (failed.Status, failed.ErrorType));
        }

        Assert.Equal(200, (await _server.PostAsync("/v1/payment_intents", "amount=500", "currency=usd")).Status);
        Assert.Single(await _server.Stripe.V1.PaymentIntents.ListAsync());
    }

    [Theory]
    [InlineData(null)]
    [InlineData(500)]
    public async Task AnAnswerLostAfterTheWork_IsHealedByTheSdksRetry_WithOnePayment(int? status)
    {
        await _server.PlanFaultAsync(new { failNextRequests = 1, status, path = "/v1/payment_intents", method = "POST", afterEffect = true });

        var paid = await _server.Stripe.V1.PaymentIntents.CreateAsync(Payment);

        Assert.Equal("true", paid.StripeResponse.Headers.GetValues("Idempotent-Replayed").Single());
        Assert.Equal(paid.Id, (await _server.Stripe.V1.PaymentIntents.ListAsync()).Single().Id);
        Assert.Equal(["payment_intent.created", "charge.succeeded", "payment_intent.succeeded"], await _server.EventTypesAsync());
    }

    [Fact]
    public async Task ABrokenConnection_HasNoEffect()
    {
        await _server.PlanFaultAsync(new { drop = true });

        await Assert.ThrowsAsync<HttpRequestException>(() => _server.PostAsync("/v1/customers"));

        Assert.Empty(await _server.Stripe.V1.Customers.ListAsync());
    }

    [Fact]
    public async Task ACallerWhoHangsUp_DoesNotStopTheWork()
    {
        await _server.PlanFaultAsync(new { delayMs = 3_000, path = "/v1/customers" });
        using var impatient = new CancellationTokenSource();
        using var empty = new FormUrlEncodedContent([]);

        var asking = _server.Http.PostAsync(new Uri("/v1/customers", UriKind.Relative), empty, impatient.Token);
        await Eventually.FindsAsync(() => _server.GetAsync("/_emulator/faults"), left => left.Json["requestsLeft"]!.GetValue<int>() == 0);
        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);

        await Eventually.FindsAsync(() => _server.Stripe.V1.Customers.ListAsync(), customers => customers.Any());
    }

    [Fact]
    public async Task APlanAsAForm_IsTheSameAsInJson_AndCanBeSeenAndDropped()
    {
        var planned = await _server.PostAsync("/_emulator/faults", "failNextRequests=3", "status=503", "path=/v1/customers", "afterEffect=false");
        var seen = await _server.GetAsync("/_emulator/faults");
        var dropped = await _server.SendAsync(HttpMethod.Delete, "/_emulator/faults");

        Assert.Equal((3, 3, 0), (Left(planned), Left(seen), Left(dropped)));
        Assert.Equal(200, (await _server.GetAsync("/v1/customers")).Status);

        static int Left(Answer answer) => answer.Json["requestsLeft"]!.GetValue<int>();
    }

    [Theory]
    [InlineData("failNextRequests=0")]
    [InlineData("failNextRequests=10001")]
    [InlineData("status=200")]
    [InlineData("delayMs=60001")]
    [InlineData("delayMs=soon")]
    [InlineData("path=v1")]
    [InlineData("status=500&drop=true")]
    [InlineData("requests=1")]
    public async Task ASenselessPlan_IsRefused(string form)
    {
        Assert.Equal(400, (await _server.PostAsync("/_emulator/faults", form.Split('&'))).Status);
    }

    [Fact]
    public async Task AReset_ForgetsEverything()
    {
        var paid = await _server.Stripe.V1.PaymentIntents.CreateAsync(Payment, new RequestOptions { IdempotencyKey = "before" });
        await _server.PlanFaultAsync(new { failNextRequests = 5 });

        Assert.Equal(204, (await _server.PostAsync("/_emulator/reset")).Status);

        Assert.Empty(await _server.Stripe.V1.PaymentIntents.ListAsync());
        Assert.Empty(await _server.Stripe.V1.Events.ListAsync());
        var gone = await Assert.ThrowsAsync<StripeException>(() => _server.Stripe.V1.PaymentIntents.GetAsync(paid.Id));
        Assert.Equal(HttpStatusCode.NotFound, gone.HttpStatusCode);
        Assert.NotEqual(paid.Id, (await _server.Stripe.V1.PaymentIntents.CreateAsync(Payment, new RequestOptions { IdempotencyKey = "before" })).Id);
    }

    [Fact]
    public async Task ItSaysThatItIsUp()
    {
        Assert.Equal(200, (await _server.SendAsync(HttpMethod.Get, "/_emulator/health", key: null)).Status);
    }
}
