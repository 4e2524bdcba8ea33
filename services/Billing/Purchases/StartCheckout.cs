using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using Billing.Checkout;
using Billing.CreditPacks;
using Billing.Customers;
using Contracts;
using Microsoft.AspNetCore.Http.HttpResults;
using Reliability.IdempotencyKeys;
using ServiceDefaults;

namespace Billing.Purchases;

/// <summary>POST /credits/checkout: starts buying a pack on Stripe's own page, for clients without Stripe.js.</summary>
internal static class StartCheckout
{
    public static void MapStartCheckout(this RouteGroupBuilder credits) =>
        credits.MapPost("/checkout", HandleAsync)
            .WithName(nameof(StartCheckout))
            .WithSummary("Starts the purchase of a credit pack on Stripe's hosted page. Repeatable under an Idempotency-Key.")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity)
            .ProducesProblem(StatusCodes.Status502BadGateway);

    private static async Task<Results<Created<StartCheckoutResponse>, ProblemHttpResult>> HandleAsync(
        StartCheckoutRequest request,
        IdempotencyClaim claim,
        ClaimsPrincipal user,
        CreditPackCatalogue catalogue,
        ReturnUrls returnUrls,
        CheckoutStarter starter,
        CancellationToken cancellationToken)
    {
        if (catalogue.Find(request.Package) is not { } pack)
        {
            return catalogue.PackageUnknown();
        }
        if (returnUrls.Refuse(request.SuccessUrl, request.CancelUrl) is { } refusal)
        {
            return refusal;
        }
        var pages = new PagesAfterCheckout(request.SuccessUrl, request.CancelUrl);
        var (purchase, session) = await starter.StartAsync(Payer.Of(user), pack, pages, claim.Id, cancellationToken);
        // Only a request that is repeated much later finds its session paid or expired.
        return session.Url is { } url
            ? TypedResults.Created(
                $"/api/v1/playground/credits/purchases/{purchase.Id}", new StartCheckoutResponse(url, purchase.Id))
            : Problems.Of(
                StatusCodes.Status409Conflict, ErrorCodes.CheckoutClosed,
                "This Checkout is over; look at the purchase for what came of it.", ("purchaseId", purchase.Id));
    }
}

/// <summary>Public, because the validation that ASP.NET Core 10 generates passes over internal types in silence.</summary>
/// <param name="Package">The pack's id.</param>
/// <param name="SuccessUrl">Where the browser goes after the payment; on a configured origin.</param>
/// <param name="CancelUrl">Where it goes without one; on a configured origin.</param>
public sealed record StartCheckoutRequest(
    [property: Required, StringLength(CreditPack.IdLengthMax)] string Package,
    [property: Required, StringLength(ReturnUrls.LengthMax)] string SuccessUrl,
    [property: Required, StringLength(ReturnUrls.LengthMax)] string CancelUrl);

/// <param name="CheckoutUrl">Stripe's page, open for a day.</param>
/// <param name="PurchaseId">Ours.</param>
internal sealed record StartCheckoutResponse(string CheckoutUrl, Guid PurchaseId);
