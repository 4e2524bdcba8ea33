using StripeEmulator.Api.Rendering;
using StripeEmulator.Api.Requests;
using Testing.Stripe;

namespace EndToEnd.Tests.AnyDelivery;

/// <summary>One sending of one event, in the shape of one API version.</summary>
/// <param name="Buyer">Whose event.</param>
/// <param name="Index">Which of the buyer's events.</param>
/// <param name="Shape">As an endpoint of this version gets it.</param>
internal sealed record Delivery(Buyer Buyer, int Index, ApiVersion Shape)
{
    public static readonly ApiVersion Acacia = ApiVersion.TryParse("2025-02-24.acacia")!;

    public static IReadOnlyList<ApiVersion> Shapes { get; } = [Acacia, ApiVersion.Endive];

    /// <summary>Signed at this moment, as Stripe signs each attempt anew.</summary>
    public SignedStripeEvent Signed(string secret) => SignedStripeEvent.OfBody(
        System.Text.Encoding.UTF8.GetString(ApiAnswer.Serialize(EventJson.Render(Buyer.Events[Index], Shape))), secret);

    public override string ToString() => $"#{Index} {Buyer.Events[Index].Type} {Buyer.Events[Index].Id} {Shape.Text}";
}
