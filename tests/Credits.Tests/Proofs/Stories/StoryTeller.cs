using System.Net;
using System.Net.Http.Json;
using Contracts;
using Credits.Tests.Proofs.Model;

namespace Credits.Tests.Proofs.Stories;

/// <summary>Tells one story to the service and to the model, and compares the two after every step.</summary>
internal sealed class StoryTeller(Story story, StoryScene scene, DateTimeOffset start)
{
    private const string Base = "/api/v1/playground/credits";
    private const string Admin = "/api/v1/admin/credits";
    private const int PaidCents = 700;
    private const int PackCredits = 60;

    private readonly string user = CreditsApplication.NewUser();
    private readonly ModelAccount model = new(scene.Rules, start);
    private readonly PaymentTruth truth = new(PackCredits, PaidCents, story.AreDisputesWon);
    private readonly Dictionary<int, (string Id, ModelPurchase Purchase)> payments = [];
    private readonly Dictionary<int, (Guid Id, ModelHold Hold)> holds = [];
    private HttpClient own = null!;

    /// <summary>What differed first; null while nothing does.</summary>
    public string? Difference { get; private set; }

    public Story Story => story;

    public async Task PlayAsync(int round, DateTimeOffset now)
    {
        own ??= scene.Credits.ClientFor(user);
        model.MoveTo(now);
        await CompareAsync($"at the beginning of round {round}");
        foreach (var step in story.Of(round).TakeWhile(_ => Difference is null))
        {
            await TakeAsync(step);
            await CompareAsync($"after {step} in round {round}");
        }
    }

    private Task TakeAsync(Step step) => step switch
    {
        Step.Spend spend => ExpectAsync(
            Playground, $"{Base}/spend", new { userId = user, spend.Amount }, spend.IsRepeated,
            model.Take(spend.Amount) ? HttpStatusCode.Created : HttpStatusCode.PaymentRequired),
        Step.PlaceHold hold => PlaceAsync(hold),
        Step.Capture capture => CaptureAsync(capture),
        Step.Release release => ReleaseAsync(release),
        Step.AdminGrant grant => GiveAsync(grant),
        Step.AdminDeduct deduct => ExpectAsync(
            scene.Operator, $"{Admin}/deduct", new { userId = user, deduct.Amount, reason = "A story" }, false,
            model.Take(deduct.Amount) ? HttpStatusCode.Created : HttpStatusCode.Conflict),
        Step.Tell tell => TellAsync(tell),
        Step.TellOfPeriod tell => TellAsync(tell),
        Step.TellOfEnd => TellOfEndAsync(),
        _ => throw new NotSupportedException($"{step}"),
    };

    private HttpClient Playground => scene.Playground;

    private async Task PlaceAsync(Step.PlaceHold step)
    {
        var hold = model.Hold(step.Amount, step.Seconds);
        var body = await ExpectAsync(
            Playground, $"{Base}/holds", new { userId = user, step.Amount, expiresInSeconds = step.Seconds }, false,
            hold is null ? HttpStatusCode.PaymentRequired : HttpStatusCode.Created);
        if (hold is not null && body is not null)
        {
            holds[step.Slot] = (System.Text.Json.JsonDocument.Parse(body).RootElement.GetProperty("holdId").GetGuid(), hold);
        }
    }

    private async Task CaptureAsync(Step.Capture step)
    {
        if (!holds.TryGetValue(step.Slot, out var placed))
        {
            return;
        }
        var refusal = placed.Hold.SettledCode ?? (step.Amount > placed.Hold.Amount ? ErrorCodes.CaptureExceedsHold : null);
        await ExpectAsync(
            Playground, $"{Base}/holds/{placed.Id}/capture", new { step.Amount }, step.IsRepeated,
            refusal is null ? HttpStatusCode.OK : HttpStatusCode.Conflict, refusal);
        if (refusal is null)
        {
            model.Settle(placed.Hold, step.Amount, ErrorCodes.HoldAlreadyCaptured);
        }
    }

    private async Task ReleaseAsync(Step.Release step)
    {
        if (!holds.TryGetValue(step.Slot, out var placed))
        {
            return;
        }
        var refusal = placed.Hold.SettledCode;
        await ExpectAsync(
            Playground, $"{Base}/holds/{placed.Id}/release", new { }, false,
            refusal is null ? HttpStatusCode.OK : HttpStatusCode.Conflict, refusal);
        if (refusal is null)
        {
            model.Settle(placed.Hold, 0, ErrorCodes.HoldAlreadyReleased);
        }
    }

    private Task<string?> GiveAsync(Step.AdminGrant step)
    {
        var expiresAt = step.ExpiresInDays is { } days ? model.Now.AddDays(days) : (DateTimeOffset?)null;
        model.Give(step.Bucket, step.Amount, expiresAt);
        return ExpectAsync(
            scene.Operator, $"{Admin}/grant", new { userId = user, step.Amount, reason = "A story", step.Bucket, expiresAt }, step.IsRepeated,
            HttpStatusCode.Created);
    }

    private Task TellAsync(Step.Tell step)
    {
        if (!payments.TryGetValue(step.Slot, out var payment))
        {
            payments.Add(step.Slot, payment = ($"pi_{Guid.CreateVersion7():n}", new ModelPurchase(truth)));
        }
        payment.Purchase.Learn(step.News);
        if (step.News == MoneyNews.Paid)
        {
            model.Pay(payment.Purchase);
        }
        else
        {
            model.Reverse(payment.Purchase);
        }
        return scene.Deliver(StripeNews.Of(step.News, truth, user, payment.Id));
    }

    // Nobody tells of a month before it begins.
    private async Task TellAsync(Step.TellOfPeriod step)
    {
        var (begin, end) = (RandomStories.PeriodStart(start, step.Period), RandomStories.PeriodStart(start, step.Period + 1));
        if (begin > model.Now)
        {
            return;
        }
        model.Subscribed(subscription => StripeNews.Note(step.News, subscription.At(begin), end));
        await scene.Deliver(StripeNews.Of(step.News, user, begin, end));
    }

    private Task TellOfEndAsync()
    {
        DateTimeOffset endedAt = default;
        model.Subscribed(subscription => endedAt = subscription.EndedAt ??= model.Now);
        return scene.Deliver(Messages.Ended(user, StripeNews.SubscriptionOf(user), endedAt));
    }

    /// <summary>Sends it, once or twice under one key, and expects the same answer each time.</summary>
    private async Task<string?> ExpectAsync(
        HttpClient client, string path, object body, bool isRepeated, HttpStatusCode status, string? code = null)
    {
        var key = isRepeated ? $"key-{Guid.CreateVersion7():n}" : null;
        using var answer = await CreditsApplication.PostAsync(client, path, body, key);
        var text = await answer.Content.ReadAsStringAsync();
        if (answer.StatusCode != status || (code is not null && !text.Contains($"\"{code}\"", StringComparison.Ordinal)))
        {
            Difference = $"{path} answered {(int)answer.StatusCode} {text}, the model says {(int)status} {code}";
            return null;
        }
        if (isRepeated)
        {
            using var again = await CreditsApplication.PostAsync(client, path, body, key);
            var same = await again.Content.ReadAsStringAsync();
            Difference = (again.StatusCode, same) == (status, text) ? null : $"{path} repeated answered {(int)again.StatusCode} {same}, first {text}";
        }
        return text;
    }

    private async Task CompareAsync(string when)
    {
        if (Difference is not null)
        {
            Difference += $" — {when}";
            return;
        }
        var view = (await own.GetFromJsonAsync<BalanceView>(Base))!;
        var (bucket, expected) = (view.Breakdown, model.Balance);
        var found = new ModelBalance(
            view.Balance, bucket.Monthly, bucket.Rollover, bucket.Purchased, bucket.Bonus, view.Held, view.Frozen, view.Available);
        if (found != expected)
        {
            Difference = $"The service has {found},\nthe model {expected} — {when}";
        }
        else if (view.Balance != bucket.Monthly + bucket.Rollover + bucket.Purchased + bucket.Bonus
            || view.Available != view.Balance - view.Held - view.Frozen || view.Available < 0 || view.Held < 0 || view.Frozen < 0)
        {
            Difference = $"The sums of {found} are wrong — {when}";
        }
    }
}

/// <summary>Where a story is told.</summary>
internal sealed record StoryScene(
    CreditsApplication Credits, HttpClient Playground, HttpClient Operator, Func<object, Task> Deliver, ModelRules Rules);
