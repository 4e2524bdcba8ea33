namespace StripeEmulator.Pages;

/// <summary>The pages that Stripe hosts: Checkout, the billing portal, and what a card's bank asks. Plain HTML, without a script. Beside
/// them is the script that a shop's own page takes for Stripe.js.</summary>
internal static class HostedPages
{
    public static void MapHostedPages(this WebApplication app)
    {
        app.MapStyle();
        app.MapCheckoutPage();
        app.MapPortalPage();
        app.MapAuthenticationPage();
        app.MapStripeScript();
    }
}
