using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using Billing.CreditPacks;
using Billing.Customers;
using Billing.StripeApi;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Reliability.IdempotencyKeys;

namespace Billing.Purchases;

/// <summary>POST /credits/purchase: starts buying a pack; the client confirms the payment with Stripe itself.</summary>
internal static class StartPurchase
{
    public static void MapStartPurchase(this RouteGroupBuilder credits) =>
        credits.MapPost("/purchase", HandleAsync)
            .WithName(nameof(StartPurchase))
            .WithSummary("Starts the purchase of a credit pack. Repeatable under an Idempotency-Key.")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity)
            .ProducesProblem(StatusCodes.Status502BadGateway);

    private static async Task<Results<Created<StartPurchaseResponse>, ProblemHttpResult>> HandleAsync(
        StartPurchaseRequest request,
        IdempotencyClaim claim,
        ClaimsPrincipal user,
        CreditPackCatalogue catalogue,
        PurchaseStarter starter,
        IOptions<StripeSettings> stripe,
        CancellationToken cancellationToken)
    {
        if (catalogue.Find(request.Package) is not { } pack)
        {
            return catalogue.PackageUnknown();
        }
        var (purchase, payment) = await starter.StartAsync(Payer.Of(user), pack, claim.Id, cancellationToken);
        return TypedResults.Created(
            $"/api/v1/playground/credits/purchases/{purchase.Id}",
            new StartPurchaseResponse(
                purchase.Id, payment.Id, payment.ClientSecret, stripe.Value.PublishableKey,
                purchase.Credits, purchase.AmountCents, purchase.Currency));
    }
}

/// <summary>Public, because the validation that ASP.NET Core 10 generates passes over internal types in silence.</summary>
/// <param name="Package">The pack's id.</param>
public sealed record StartPurchaseRequest([property: Required, StringLength(CreditPack.IdLengthMax)] string Package);

/// <param name="PurchaseId">Ours.</param>
/// <param name="PaymentIntentId">Stripe's, <c>pi_…</c>.</param>
/// <param name="ClientSecret">With it and the publishable key the client confirms the payment.</param>
/// <param name="PublishableKey">Stripe's key for clients.</param>
/// <param name="Credits">Credits in the pack.</param>
/// <param name="Amount">The price in cents.</param>
/// <param name="Currency">ISO 4217 in lower case.</param>
internal sealed record StartPurchaseResponse(
    Guid PurchaseId,
    string PaymentIntentId,
    string ClientSecret,
    string PublishableKey,
    long Credits,
    long Amount,
    string Currency);
