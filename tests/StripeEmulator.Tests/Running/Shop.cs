using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Stripe;
using Stripe.Checkout;

namespace StripeEmulator.Tests.Running;

/// <summary>What a shop does at Stripe, in few words.</summary>
public static class Shop
{
    public const long MonthlyCents = 1_000;

    /// <summary>The event that a charge's money is booked.</summary>
    public const string ComesLater = "charge.updated";

    public static async Task<Price> CreatePriceAsync(this EmulatorServer server, long cents, string? interval = null)
    {
        var product = await server.Stripe.V1.Products.CreateAsync(new() { Name = $"Plan at {cents}" });
        return await server.Stripe.V1.Prices.CreateAsync(new()
        {
            Product = product.Id,
            Currency = "usd",
            UnitAmount = cents,
            Recurring = interval is null ? null : new() { Interval = interval },
        });
    }

    /// <summary>A customer with a saved card that is the default.</summary>
    public static Task<Customer> CreateCustomerAsync(this EmulatorServer server, string card = "pm_card_visa") =>
        server.Stripe.V1.Customers.CreateAsync(new()
        {
            Email = "ada@example.test",
            PaymentMethod = card,
            InvoiceSettings = new() { DefaultPaymentMethod = card },
        });

    /// <summary>An active monthly subscription.</summary>
    public static async Task<Subscription> SubscribeAsync(this EmulatorServer server, string? customer = null, long cents = MonthlyCents) =>
        await server.Stripe.V1.Subscriptions.CreateAsync(new()
        {
            Customer = customer ?? (await server.CreateCustomerAsync()).Id,
            Items = [new() { Price = (await server.CreatePriceAsync(cents, "month")).Id }],
            Metadata = new() { ["user_id"] = "ada" },
        });

    public static async Task<Session> CreatePackSessionAsync(this EmulatorServer server, long cents = 1_500)
    {
        var price = await server.CreatePriceAsync(cents);
        return await server.Stripe.V1.Checkout.Sessions.CreateAsync(new()
        {
            Mode = "payment",
            LineItems = [new() { Price = price.Id, Quantity = 2 }],
            SuccessUrl = "https://shop.example.test/done?session={CHECKOUT_SESSION_ID}",
            CancelUrl = "https://shop.example.test/back",
            ClientReferenceId = "user-1",
            Metadata = new() { ["order"] = "7" },
            PaymentIntentData = new() { Metadata = new() { ["user_id"] = "ada" } },
        });
    }

    public static async Task<Session> CreatePlanSessionAsync(this EmulatorServer server, string? customer = null)
    {
        var price = await server.CreatePriceAsync(MonthlyCents, "month");
        return await server.Stripe.V1.Checkout.Sessions.CreateAsync(new()
        {
            Mode = "subscription",
            LineItems = [new() { Price = price.Id, Quantity = 1 }],
            SuccessUrl = "https://shop.example.test/done",
            Customer = customer,
            SubscriptionData = new() { Metadata = new() { ["user_id"] = "ada" } },
        });
    }

    /// <summary>Pays as a payer would on the page.</summary>
    public static Task<JsonNode> PayAsync(this EmulatorServer server, Session session, string paymentMethod = "pm_card_visa") =>
        server.ControlAsync($"/_emulator/checkout/{session.Id}/pay", new { paymentMethod, email = "payer@example.test", name = "Ada" });

    public static async Task<JsonNode> ControlAsync(this EmulatorServer server, string path, object body)
    {
        using var response = await server.Http.PostAsJsonAsync(new Uri(path, UriKind.Relative), body, JsonSerializerOptions.Web);
        response.EnsureSuccessStatusCode();
        var text = await response.Content.ReadAsStringAsync();
        return JsonNode.Parse(text.Length == 0 ? "{}" : text)!;
    }

    /// <summary>The events of these types, oldest first.</summary>
    public static async Task<IReadOnlyList<JsonNode>> EventsAsync(this EmulatorServer server, params string[] types)
    {
        var query = string.Join('&', types.Select(type => $"types[]={type}"));
        var listed = await server.GetAsync($"/v1/events?limit=100&{query}");
        return listed.Json["data"]!.AsArray().Reverse().Select(recorded => recorded!).ToList();
    }

    public static string TypeOf(this JsonNode recorded) => recorded["type"]!.GetValue<string>();

    public static JsonNode Subject(this JsonNode recorded) => recorded["data"]!["object"]!;

    public static JsonObject Before(this JsonNode recorded) => recorded["data"]!["previous_attributes"]!.AsObject();

    public static string Text(this JsonNode json, string field) => json[field]!.GetValue<string>();

    public static long Number(this JsonNode json, string field) => json[field]!.GetValue<long>();
}
