using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using StripeEmulator.Webhooks.Rules;

namespace StripeEmulator.Control;

/// <summary>POST, GET and DELETE /_emulator/deliveries/rules: lets deliveries come twice, late, in another order, not at all, or when told to.</summary>
internal static class PlanDeliveries
{
    private const int EventsMax = 100_000;
    private const int CopiesMax = 20;
    private const int DelayMsMax = 3_600_000;
    private const int DelayMsDefault = 1_000;
    private const int WindowMin = 2;
    private const int WindowMax = 100;
    private const int PercentMax = 100;
    private const int PatternLengthMax = 200;

    private static readonly string[] Actions = [.. Enum.GetNames<DeliveryAction>().Select(name => name.ToLowerInvariant())];

    public static void MapDeliveryRules(this RouteGroupBuilder control)
    {
        control.MapPost("/deliveries/rules", AddAsync);
        control.MapGet("/deliveries/rules", (DeliveryRules rules) => TypedResults.Ok(new RulesShown([.. rules.All().Select(Shown)])));
        control.MapDelete("/deliveries/rules", (DeliveryRules rules) =>
        {
            rules.Clear();
            return TypedResults.NoContent();
        });
        control.MapDelete("/deliveries/rules/{id}", Remove);
        control.MapPost("/deliveries/rules/{id}/remove", Remove);
    }

    private static async Task<Ok<RuleShown>> AddAsync(HttpRequest request, DeliveryRules rules, CancellationToken cancellationToken)
    {
        var body = await ControlBody.ReadAsync(request, cancellationToken);
        var rule = Read(body);
        body.RefuseUnknown();
        return rules.TryAdd(rule) is { } added
            ? TypedResults.Ok(Shown(added))
            : throw new ControlRefusal($"There may be at most {DeliveryRules.RulesMax} rules.");
    }

    private static Results<NoContent, NotFound> Remove(string id, DeliveryRules rules) =>
        rules.Remove(id) ? TypedResults.NoContent() : TypedResults.NotFound();

    private static DeliveryRule Read(ControlBody body) => new()
    {
        Action = body.OneOf("action", Actions) is { } action
            ? Enum.Parse<DeliveryAction>(action, ignoreCase: true)
            : throw new ControlRefusal($"action must be one of {string.Join(", ", Actions)}."),
        Events = Pattern(body, "events"),
        Endpoint = Pattern(body, "endpoint"),
        EventsLeft = (int?)body.Integer("count", 1, EventsMax),
        Percent = (int)(body.Integer("percent", 1, PercentMax) ?? PercentMax),
        Seed = body.Integer("seed", long.MinValue, long.MaxValue) ?? 0,
        Copies = (int)(body.Integer("copies", 1, CopiesMax) ?? 1),
        DelayMs = (int)(body.Integer("delayMs", 1, DelayMsMax) ?? DelayMsDefault),
        Window = (int)(body.Integer("window", WindowMin, WindowMax) ?? WindowMin),
    };

    private static string Pattern(ControlBody body, string name) =>
        body.Text(name) is not { } pattern ? DeliveryRule.Everything
        : pattern.Length <= PatternLengthMax && pattern.IndexOf('*', StringComparison.Ordinal) is var star && (star < 0 || star == pattern.Length - 1)
            ? pattern
            : throw new ControlRefusal($"{name} may have an asterisk at its end only.");

    private static RuleShown Shown(DeliveryRule rule) => new(
        rule.Id,
        rule.Action.ToString().ToLower(CultureInfo.InvariantCulture),
        rule.Events,
        rule.Endpoint,
        rule.EventsLeft,
        rule.Percent,
        rule.Percent < PercentMax ? rule.Seed : null,
        rule.Action is DeliveryAction.Duplicate ? rule.Copies : null,
        rule.Action is DeliveryAction.Delay or DeliveryAction.Reorder ? rule.DelayMs : null,
        rule.Action is DeliveryAction.Reorder ? rule.Window : null);

    internal sealed record RulesShown(IReadOnlyList<RuleShown> Data);

    /// <param name="EventsLeft">Absent when it holds until it is removed.</param>
    internal sealed record RuleShown(
        string Id, string Action, string Events, string Endpoint, int? EventsLeft, int Percent, long? Seed, int? Copies, int? DelayMs, int? Window);
}
