using System.Globalization;
using System.Text.Json.Nodes;
using CsCheck;

namespace StripeEmulator.Tests.Subscriptions;

/// <summary>Whatever a merchant and the clock do in whatever order, the books are right.</summary>
public sealed class KeepingTheBooksTests : IAsyncLifetime
{
    private const int Samples = 25;
    private static readonly string[] Cards = ["pm_card_visa", "pm_card_chargeCustomerFail"];
    private static readonly string[] Prorations = ["none", "create_prorations", "always_invoice"];
    private static readonly string[] Pauses = ["void", "keep_as_draft", "mark_uncollectible"];

    private EmulatorServer _server = null!;
    private string _monthly = null!;
    private string _weekly = null!;

    public async Task InitializeAsync()
    {
        _server = await EmulatorServer.StartAsync();
        _monthly = (await _server.CreatePriceAsync(Shop.MonthlyCents, "month")).Id;
        _weekly = (await _server.CreatePriceAsync(333, "week")).Id;
    }

    public Task DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task AnySequenceOfChangesAndClockMoves_LeavesTheBooksRight() =>
        await Gen.Select(Gen.Int[0, 11], Gen.Int[0, 5]).List[3, 14].SampleAsync(
            async steps =>
            {
                var clock = (await _server.CreateClockAsync()).Id;
                var customer = (await OkAsync("/v1/customers", $"test_clock={clock}", "email=ada@example.test")).Id;
                await ChooseCardAsync(customer, Cards[0]);
                foreach (var (kind, choice) in steps.Prepend((0, 0)))
                {
                    await DoAsync(kind, choice, clock, customer);
                }

                await AssertEachPaidInvoiceHasItsChargesAsync(customer);
                await AssertEachPeriodIsRenewedOnceAsync(customer);
                await AssertEventsLeadBackAsync(customer);
                (await _server.SendAsync(HttpMethod.Delete, $"/v1/test_helpers/test_clocks/{clock}")).Header("Request-Id");
            },
            iter: Samples,
            threads: 1);

    private async Task DoAsync(int kind, int choice, string clock, string customer)
    {
        var living = (await ListAsync($"/v1/subscriptions?customer={customer}")).ToList();
        var subscription = living.Count == 0 ? null : living[choice % living.Count];
        var path = $"/v1/subscriptions/{subscription?.Text("id") ?? "none"}";
        Task<Answer>? step = kind switch
        {
            0 when living.Count < 2 => TryAsync("/v1/subscriptions", $"customer={customer}", $"items[0][price]={(choice % 2 == 0 ? _monthly : _weekly)}"),
            0 or 1 => AdvanceAsync(clock, days: 1 + (choice * 3)),
            2 => AdvanceAsync(clock, days: 7),
            3 => ChooseCardAsync(customer, Cards[choice % 2]),
            _ when subscription is null => null,
            4 => TryAsync(path, $"items[0][id]={ItemOf(subscription)}", $"items[0][quantity]={1 + choice}", $"proration_behavior={Prorations[choice % 3]}"),
            5 => TryAsync(path, $"cancel_at_period_end={(choice % 2 == 0 ? "true" : "false")}"),
            6 => TryAsync(path, choice % 2 == 0 ? "pause_collection=" : $"pause_collection[behavior]={Pauses[choice % 3]}"),
            7 => TryAsync(choice % 2 == 0 ? path + "/pause" : path + "/resume", choice > 3 ? ["payment_behavior=resume_on_payment_success"] : []),
            8 => TryAsync(path, choice % 2 == 0 ? "trial_end=now" : $"trial_end={await NowAsync(clock) + (86_400 * 4 * choice)}"),
            9 => TryAsync($"/v1/invoices/{subscription["latest_invoice"]}/pay"),
            10 => TryAsync(path, $"items[0][id]={ItemOf(subscription)}", $"items[0][price]={(choice % 2 == 0 ? _weekly : _monthly)}"),
            _ => choice > 3 ? EndAsync(path) : InvoiceByHandAsync(customer),
        };
        if (step is not null)
        {
            await step;
        }
    }

    private static string ItemOf(JsonNode subscription) => subscription["items"]!["data"]![0]!.Text("id");

    private async Task<Answer> ChooseCardAsync(string customer, string card)
    {
        var method = (await OkAsync($"/v1/payment_methods/{card}/attach", $"customer={customer}")).Id;
        return await OkAsync($"/v1/customers/{customer}", $"invoice_settings[default_payment_method]={method}");
    }

    private async Task<Answer> InvoiceByHandAsync(string customer)
    {
        await OkAsync("/v1/invoiceitems", $"customer={customer}", "amount=250", "currency=usd");
        var draft = await OkAsync("/v1/invoices", $"customer={customer}", "pending_invoice_items_behavior=include");
        return await TryAsync($"/v1/invoices/{draft.Id}/pay");
    }

    private Task<Answer> EndAsync(string path) => CheckedAsync(_server.SendAsync(HttpMethod.Delete, path, ["prorate=true", "invoice_now=true"]));

    private async Task<Answer> AdvanceAsync(string clock, int days)
    {
        var advancing = await TryAsync($"/v1/test_helpers/test_clocks/{clock}/advance", $"frozen_time={await NowAsync(clock) + (86_400L * days)}");
        await Eventually.FindsAsync(
            () => _server.GetAsync($"/v1/test_helpers/test_clocks/{clock}"), moved => moved.Json.Text("status") == "ready");
        return advancing;
    }

    private async Task<long> NowAsync(string clock) => (await _server.GetAsync($"/v1/test_helpers/test_clocks/{clock}")).Json.Number("frozen_time");

    private async Task AssertEachPaidInvoiceHasItsChargesAsync(string customer)
    {
        var charges = (await ListAsync($"/v1/charges?customer={customer}", "2025-02-24.acacia")).Where(charge => charge["paid"]!.GetValue<bool>()).ToList();
        foreach (var invoice in await ListAsync($"/v1/invoices?customer={customer}"))
        {
            var charged = charges.Where(charge => charge["invoice"]?.GetValue<string>() == invoice.Text("id")).Sum(charge => charge.Number("amount"));
            Assert.Equal(charged, invoice.Number("amount_paid"));
            Assert.Equal(invoice.Number("total"), invoice["lines"]!["data"]!.AsArray().Sum(line => line!.Number("amount")));
        }
    }

    private async Task AssertEachPeriodIsRenewedOnceAsync(string customer)
    {
        var renewals = (await ListAsync($"/v1/invoices?customer={customer}"))
            .Where(invoice => invoice.Text("billing_reason") == "subscription_cycle")
            .SelectMany(invoice => invoice["lines"]!["data"]!.AsArray())
            .Where(line => line!["parent"]!["subscription_item_details"]?["proration"]?.GetValue<bool>() == false)
            .Select(line => (line!["parent"]!["subscription_item_details"]!.Text("subscription_item"), line["period"]!.Number("start")))
            .ToList();
        Assert.Equal(renewals.Distinct().Count(), renewals.Count);
    }

    /// <summary>Each change, with what it says was before put back, is the subscription as the event before told of it.</summary>
    private async Task AssertEventsLeadBackAsync(string customer)
    {
        var told = new Dictionary<string, JsonNode>();
        foreach (var recorded in (await ListAsync("/v1/events?type=customer.subscription.*")).Reverse())
        {
            var subject = recorded.Subject();
            if (subject.Text("customer") != customer || recorded.TypeOf() is "customer.subscription.trial_will_end")
            {
                continue;
            }

            var id = subject.Text("id");
            if (recorded.TypeOf() == "customer.subscription.updated")
            {
                Assert.Empty(Differences(told[id], PutBack(subject.DeepClone().AsObject(), recorded.Before()), id));
            }

            // What is resumed or paused is told twice, first by its own event; only the second says what was before.
            if (recorded.TypeOf() is "customer.subscription.created" or "customer.subscription.updated" or "customer.subscription.deleted")
            {
                told[id] = subject;
            }
        }
    }

    private static JsonObject PutBack(JsonObject current, JsonObject before)
    {
        foreach (var (name, old) in before)
        {
            current[name] = old is JsonObject part && current[name] is JsonObject whole ? PutBack(whole.DeepClone().AsObject(), part) : old?.DeepClone();
        }

        return current;
    }

    private static IEnumerable<string> Differences(JsonNode? expected, JsonNode? actual, string path) => (expected, actual) switch
    {
        (JsonObject one, JsonObject other) => one.Select(field => field.Key).Union(other.Select(field => field.Key))
            .SelectMany(name => Differences(one[name], other[name], $"{path}.{name}")),
        _ => JsonNode.DeepEquals(expected, actual) ? [] : [$"{path}: {expected?.ToJsonString()} is not {actual?.ToJsonString()}"],
    };

    private async Task<IReadOnlyList<JsonNode>> ListAsync(string path, string version = "2026-08-26.dahlia")
    {
        var all = new List<JsonNode>();
        while (true)
        {
            var cursor = all.Count == 0 ? "" : "&starting_after=" + all[^1].Text("id");
            var page = await _server.SendAsync(
                HttpMethod.Get, $"{path}{(path.Contains('?', StringComparison.Ordinal) ? "&" : "?")}limit=100{cursor}", headers: ("Stripe-Version", version));
            Assert.Equal(200, page.Status);
            all.AddRange(page.Json["data"]!.AsArray().Select(member => member!));
            if (!page.Json["has_more"]!.GetValue<bool>())
            {
                return all;
            }
        }
    }

    /// <summary>A request that may be refused, but must be understood.</summary>
    private Task<Answer> TryAsync(string path, params string[] parameters) => CheckedAsync(_server.PostAsync(path, parameters));

    private static async Task<Answer> CheckedAsync(Task<Answer> request)
    {
        var answer = await request;
        Assert.True(answer.Status is 200 or 400 or 402 or 404, string.Create(CultureInfo.InvariantCulture, $"{answer.Status} {answer.Body}"));
        return answer;
    }

    private async Task<Answer> OkAsync(string path, params string[] parameters)
    {
        var answer = await _server.PostAsync(path, parameters);
        Assert.Equal(200, answer.Status);
        return answer;
    }
}
