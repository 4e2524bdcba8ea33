using Stripe;

namespace StripeEmulator.Tests.Setups;

public sealed class SavingACardForLaterTests
{
    [Fact]
    public async Task AGoodCard_BecomesTheCustomers_AndPaysLater()
    {
        await using var server = await EmulatorServer.StartAsync();
        var api = server.Stripe.V1;
        var customer = await api.Customers.CreateAsync(new() { Email = "ada@example.test" });
        var intent = await api.SetupIntents.CreateAsync(new() { Customer = customer.Id, Metadata = new() { ["user_id"] = "ada" } });

        var saved = await api.SetupIntents.ConfirmAsync(intent.Id, new() { PaymentMethod = "pm_card_visa", Expand = ["latest_attempt"] });

        Assert.Equal(("requires_payment_method", "succeeded", "off_session"), (intent.Status, saved.Status, saved.Usage));
        Assert.Equal(("succeeded", "visa"), (saved.LatestAttempt.Status, saved.LatestAttempt.PaymentMethodDetails.Card.Brand));
        var kept = (await api.Customers.PaymentMethods.ListAsync(customer.Id)).Single();
        Assert.Equal(saved.PaymentMethodId, kept.Id);
        Assert.Equal(
            ["setup_intent.created", "payment_method.attached", "setup_intent.succeeded"], (await server.EventTypesAsync())[^3..]);
        var paid = await api.PaymentIntents.CreateAsync(new()
        {
            Amount = 500,
            Currency = "usd",
            Customer = customer.Id,
            PaymentMethod = kept.Id,
            OffSession = true,
            Confirm = true,
        });
        Assert.Equal("succeeded", paid.Status);
    }

    [Fact]
    public async Task ACardThatItsBankRefuses_LeavesItOpenForAnother()
    {
        await using var server = await EmulatorServer.StartAsync();
        var api = server.Stripe.V1;
        var intent = await api.SetupIntents.CreateAsync(new());

        var refused = await Assert.ThrowsAsync<StripeException>(
            () => api.SetupIntents.ConfirmAsync(intent.Id, new() { PaymentMethod = "pm_card_chargeDeclined" }));
        var open = await api.SetupIntents.GetAsync(intent.Id);
        var saved = await api.SetupIntents.ConfirmAsync(intent.Id, new() { PaymentMethod = "pm_card_visa" });

        Assert.Equal(("card_error", "card_declined"), (refused.StripeError.Type, refused.StripeError.Code));
        Assert.Equal(intent.Id, refused.StripeError.SetupIntent.Id);
        Assert.Equal(("requires_payment_method", "card_declined"), (open.Status, open.LastSetupError.Code));
        Assert.Equal(("succeeded", null), (saved.Status, saved.LastSetupError));
        Assert.Equal(["succeeded", "failed"], (await api.SetupAttempts.ListAsync(new() { SetupIntent = intent.Id })).Select(attempt => attempt.Status));
        Assert.Equal(["setup_intent.created", "setup_intent.setup_failed", "setup_intent.succeeded"], (await server.EventTypesAsync())[^3..]);
    }

    [Fact]
    public async Task APage_ConfirmsItWithTheClientSecret_AndSeesNoCustomer()
    {
        await using var server = await EmulatorServer.StartAsync();
        var customer = await server.Stripe.V1.Customers.CreateAsync(new());
        var intent = await server.Stripe.V1.SetupIntents.CreateAsync(new() { Customer = customer.Id });
        var path = $"/v1/setup_intents/{intent.Id}/confirm";
        string[] card = ["payment_method_data[type]=card", "payment_method_data[card][number]=4242424242424242"];

        var without = await server.SendAsync(HttpMethod.Post, path, card, EmulatorServer.PublishableKey);
        var confirmed = await server.SendAsync(
            HttpMethod.Post, path, [.. card, $"client_secret={intent.ClientSecret}"], EmulatorServer.PublishableKey);

        Assert.Equal((400, "client_secret"), (without.Status, without.Parameter));
        Assert.Equal("succeeded", confirmed.Json.Text("status"));
        Assert.False(confirmed.Json.AsObject().ContainsKey("customer"));
    }

    [Fact]
    public async Task ACanceledOne_TakesNoCardAnyMore()
    {
        await using var server = await EmulatorServer.StartAsync();
        var api = server.Stripe.V1;
        var intent = await api.SetupIntents.CreateAsync(new() { PaymentMethod = "pm_card_visa" });

        var canceled = await api.SetupIntents.CancelAsync(intent.Id, new() { CancellationReason = "abandoned" });
        var refused = await Assert.ThrowsAsync<StripeException>(() => api.SetupIntents.ConfirmAsync(intent.Id));

        Assert.Equal("requires_confirmation", intent.Status);
        Assert.Equal(("canceled", "abandoned"), (canceled.Status, canceled.CancellationReason));
        Assert.Equal("setup_intent_unexpected_state", refused.StripeError.Code);
        Assert.Equal("setup_intent.canceled", (await server.EventTypesAsync())[^1]);
    }

    [Fact]
    public async Task ACardThatAsks_IsSavedWhenTheOwnerAgrees_AndPaysLaterUnasked()
    {
        await using var server = await EmulatorServer.StartAsync();
        var api = server.Stripe.V1;
        var customer = await api.Customers.CreateAsync(new());
        var asking = await api.SetupIntents.CreateAsync(new()
        {
            Customer = customer.Id,
            PaymentMethod = "pm_card_authenticationRequiredOnSetup",
            Confirm = true,
            ReturnUrl = "https://shop.example.test/saved",
        });
        using var browser = new Browser();

        await browser.AnswerAsync(new Uri(asking.NextAction.RedirectToUrl.Url));

        var saved = await api.SetupIntents.GetAsync(asking.Id);
        Assert.Equal(("requires_action", "succeeded", null), (asking.Status, saved.Status, saved.NextAction));
        Assert.Equal(
            ["setup_intent.created", "setup_intent.requires_action", "payment_method.attached", "setup_intent.succeeded"],
            (await server.EventTypesAsync())[^4..]);
        var paid = await api.PaymentIntents.CreateAsync(new()
        {
            Amount = 500,
            Currency = "usd",
            Customer = customer.Id,
            PaymentMethod = saved.PaymentMethodId,
            OffSession = true,
            Confirm = true,
        });
        Assert.Equal("succeeded", paid.Status);
    }

    [Fact]
    public async Task ACardThatAsks_IsNotSavedWhenTheOwnerRefuses()
    {
        await using var server = await EmulatorServer.StartAsync();
        var asking = await server.Stripe.V1.SetupIntents.CreateAsync(new() { PaymentMethod = "pm_card_authenticationRequired", Confirm = true });
        using var browser = new Browser();

        await browser.AnswerAsync(new Uri(asking.NextAction.UseStripeSdk["stripe_js"].ToString()!), agrees: false);

        var refused = await server.Stripe.V1.SetupIntents.GetAsync(asking.Id);
        Assert.Equal(("requires_payment_method", "setup_intent_authentication_failure"), (refused.Status, refused.LastSetupError.Code));
        Assert.Equal("setup_intent.setup_failed", (await server.EventTypesAsync())[^1]);
    }
}
