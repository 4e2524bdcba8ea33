using System.Net;
using Stripe;

namespace StripeEmulator.Tests.Authentication;

public sealed class AskingThePayerTests : IAsyncLifetime, IDisposable
{
    private const string AlwaysAsks = "pm_card_authenticationRequired";

    private readonly Browser _browser = new();
    private EmulatorServer _server = null!;

    public async Task InitializeAsync() => _server = await EmulatorServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    public void Dispose() => _browser.Dispose();

    [Theory]
    [InlineData("pm_card_authenticationRequired")]
    [InlineData("pm_card_authenticationRequiredOnSetup")]
    [InlineData("pm_card_authenticationRequiredSetupForOffSession")]
    [InlineData("pm_card_threeDSecure2Required")]
    public async Task ACardThatAsks_WaitsForThePayer_AndThenSucceeds(string card)
    {
        var asking = await ConfirmAsync(card);
        await _browser.AnswerAsync(asking);

        Assert.Equal(("requires_action", "use_stripe_sdk"), (asking.Status, asking.NextAction.Type));
        Assert.Null(asking.LatestChargeId);
        var paid = await _server.Stripe.V1.PaymentIntents.GetAsync(asking.Id, new() { Expand = ["latest_charge"] });
        Assert.Equal(("succeeded", 500), (paid.Status, paid.AmountReceived));
        Assert.Null(paid.NextAction);
        Assert.Equal("authenticated", paid.LatestCharge.PaymentMethodDetails.Card.ThreeDSecure.Result);
        Assert.Equal(
            ["payment_intent.created", "payment_intent.requires_action", "charge.succeeded", "payment_intent.succeeded"],
            await _server.EventTypesAsync());
    }

    [Fact]
    public async Task APayerWhoDoesNotAgree_LeavesThePaymentOpenForAnotherCard()
    {
        var asking = await ConfirmAsync(AlwaysAsks);

        await _browser.AnswerAsync(asking, agrees: false);

        var refused = await _server.Stripe.V1.PaymentIntents.GetAsync(asking.Id);
        Assert.Equal("requires_payment_method", refused.Status);
        Assert.Null(refused.PaymentMethodId);
        Assert.Equal(
            ("payment_intent_authentication_failure", "invalid_request_error", asking.PaymentMethodId),
            (refused.LastPaymentError.Code, refused.LastPaymentError.Type, refused.LastPaymentError.PaymentMethod.Id));
        Assert.Equal(
            ["payment_intent.created", "payment_intent.requires_action", "payment_intent.payment_failed"], await _server.EventTypesAsync());
        var paid = await _server.Stripe.V1.PaymentIntents.ConfirmAsync(asking.Id, new() { PaymentMethod = "pm_card_visa" });
        Assert.Equal("succeeded", paid.Status);
    }

    [Theory]
    [InlineData("pm_card_threeDSecureRequiredChargeDeclined", "generic_decline")]
    [InlineData("pm_card_authenticationRequiredChargeDeclinedInsufficientFunds", "insufficient_funds")]
    public async Task ABankThatAsksAndThenRefuses_IsADecline(string card, string declineCode)
    {
        var asking = await ConfirmAsync(card);

        await _browser.AnswerAsync(asking);

        var declined = await _server.Stripe.V1.PaymentIntents.GetAsync(asking.Id);
        Assert.Equal(("requires_payment_method", declineCode), (declined.Status, declined.LastPaymentError.DeclineCode));
        Assert.Equal(["charge.failed", "payment_intent.payment_failed"], (await _server.EventTypesAsync())[2..]);
    }

    [Theory]
    [InlineData(true, "succeeded")]
    [InlineData(false, "failed")]
    public async Task WithAReturnUrl_ThePayerIsSentThere_WithTheOutcome(bool agrees, string status)
    {
        var asking = await ConfirmAsync(AlwaysAsks, confirm => confirm.ReturnUrl = "https://shop.example.test/back?order=7#top");

        await _browser.AnswerAsync(asking, agrees);

        Assert.Equal(("redirect_to_url", "https://shop.example.test/back?order=7#top"), (
            asking.NextAction.Type, asking.NextAction.RedirectToUrl.ReturnUrl));
        Assert.Equal(HttpStatusCode.SeeOther, _browser.Status);
        Assert.Equal(
            $"https://shop.example.test/back?order=7&payment_intent={asking.Id}&payment_intent_client_secret={asking.ClientSecret}"
                + $"&redirect_status={status}#top",
            _browser.Redirect!.OriginalString);
    }

    [Fact]
    public async Task AReturnUrlThatIsNone_IsRefused()
    {
        var refused = await Assert.ThrowsAsync<StripeException>(
            () => ConfirmAsync(AlwaysAsks, confirm => confirm.ReturnUrl = "shop.example.test/back"));

        Assert.Equal(("url_invalid", "return_url"), (refused.StripeError.Code, refused.StripeError.Param));
    }

    [Theory]
    [InlineData("off_session=true")]
    [InlineData("off_session=one_off")]
    [InlineData("error_on_requires_action=true")]
    public async Task WhereThePayerCanNotBeAsked_ThePaymentIsRefused(string parameter)
    {
        var answer = await _server.PostAsync(
            "/v1/payment_intents", "amount=500", "currency=usd", $"payment_method={AlwaysAsks}", "confirm=true", parameter);

        Assert.Equal((402, "card_error", "authentication_required"), (answer.Status, answer.ErrorType, answer.Code));
        Assert.Equal("authentication_required", answer.Error["decline_code"]!.GetValue<string>());
        Assert.Equal("requires_payment_method", answer.Error["payment_intent"]!["status"]!.GetValue<string>());
        Assert.Equal(["payment_intent.created", "charge.failed", "payment_intent.payment_failed"], await _server.EventTypesAsync());
    }

    [Fact]
    public async Task WhileAsked_ThePaymentCanBeCanceled_AndThePageAsksNoMore()
    {
        var asking = await ConfirmAsync(AlwaysAsks);

        var canceled = await _server.Stripe.V1.PaymentIntents.CancelAsync(asking.Id);
        await _browser.OpenAsync(asking.Question());

        Assert.Equal("canceled", canceled.Status);
        Assert.Null(canceled.NextAction);
        Assert.DoesNotContain("<form", _browser.Page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ASecondAnswer_ChangesNothing()
    {
        var asking = await ConfirmAsync(AlwaysAsks);
        await _browser.AnswerAsync(asking);
        var before = await _server.EventTypesAsync();

        using var http = new HttpClient();
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("answer", "fail")]);
        using var response = await http.PostAsync(asking.Question(), form);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("succeeded", (await _server.Stripe.V1.PaymentIntents.GetAsync(asking.Id)).Status);
        Assert.Equal(before, await _server.EventTypesAsync());
    }

    [Fact]
    public async Task AQuestionThatNobodyAsked_IsNotFound()
    {
        var asking = await ConfirmAsync(AlwaysAsks);

        await _browser.OpenAsync(new Uri(asking.Question(), "src_guessed"));

        Assert.Equal(HttpStatusCode.NotFound, _browser.Status);
    }

    [Fact]
    public async Task AnotherAmount_MakesTheQuestionOld()
    {
        var asking = await ConfirmAsync(AlwaysAsks);

        var changed = await _server.Stripe.V1.PaymentIntents.UpdateAsync(asking.Id, new() { Amount = 900 });
        var again = await _server.Stripe.V1.PaymentIntents.ConfirmAsync(asking.Id);

        Assert.Equal("requires_confirmation", changed.Status);
        Assert.Equal("requires_action", again.Status);
        Assert.NotEqual(asking.Question(), again.Question());
    }

    [Fact]
    public async Task WithManualConfirmation_TheServerConfirmsOnceMore()
    {
        var asking = await ConfirmAsync(AlwaysAsks, confirm => confirm.ConfirmationMethod = "manual");

        await _browser.AnswerAsync(asking);
        var agreed = await _server.Stripe.V1.PaymentIntents.GetAsync(asking.Id);
        var paid = await _server.Stripe.V1.PaymentIntents.ConfirmAsync(asking.Id);

        Assert.Equal(("requires_confirmation", asking.PaymentMethodId), (agreed.Status, agreed.PaymentMethodId));
        Assert.Equal("succeeded", paid.Status);
    }

    [Fact]
    public async Task WhatThePayerAgreedTo_IsAskedAgain_WhenItIsChangedBeforeTheServerConfirms()
    {
        var asking = await ConfirmAsync(AlwaysAsks, confirm => confirm.ConfirmationMethod = "manual");
        await _browser.AnswerAsync(asking);

        await _server.Stripe.V1.PaymentIntents.UpdateAsync(asking.Id, new() { Amount = 90_000 });
        var again = await _server.Stripe.V1.PaymentIntents.ConfirmAsync(asking.Id);

        Assert.Equal("requires_action", again.Status);
    }

    private Task<PaymentIntent> ConfirmAsync(string card, Action<PaymentIntentCreateOptions>? more = null)
    {
        var options = new PaymentIntentCreateOptions { Amount = 500, Currency = "usd", PaymentMethod = card, Confirm = true };
        more?.Invoke(options);
        return _server.Stripe.V1.PaymentIntents.CreateAsync(options);
    }
}
