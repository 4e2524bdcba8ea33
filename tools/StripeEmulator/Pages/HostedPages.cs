namespace StripeEmulator.Pages;

/// <summary>The pages that Stripe hosts: Checkout and the billing portal. Plain HTML, without a script.</summary>
internal static class HostedPages
{
    public static void MapHostedPages(this WebApplication app)
    {
        app.MapStyle();
        app.MapCheckoutPage();
        app.MapPortalPage();
    }
}
