using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;

namespace StripeEmulator.Control;

/// <summary>POST, GET and DELETE /_emulator/faults: lets requests fail, hang or lose their answers, a counted number of times.</summary>
internal static class PlanFaults
{
    private const int RequestsMax = 10_000;
    private const int DelayMsMax = 60_000;

    public static void MapFaults(this RouteGroupBuilder control)
    {
        control.MapPost("/faults", PlanAsync);
        control.MapGet("/faults", (FaultPlan plan) => TypedResults.Ok(new FaultsLeft(plan.Remaining())));
        control.MapDelete("/faults", (FaultPlan plan) =>
        {
            plan.Clear();
            return TypedResults.Ok(new FaultsLeft(0));
        });
    }

    private static async Task<Results<Ok<FaultsLeft>, BadRequest<Problem>>> PlanAsync(
        HttpRequest request, FaultPlan plan, CancellationToken cancellationToken)
    {
        try
        {
            var asked = request.HasFormContentType
                ? FromForm(await request.ReadFormAsync(cancellationToken))
                : await request.ReadFromJsonAsync<FaultRequest>(cancellationToken) ?? new FaultRequest();
            return asked.Problem() is { } problem ? TypedResults.BadRequest(new Problem(problem))
                : plan.TryAdd(asked.ToRule()) ? TypedResults.Ok(new FaultsLeft(plan.Remaining()))
                : TypedResults.BadRequest(new Problem($"At most {FaultPlan.RulesMax} faults may wait."));
        }
        catch (Exception unreadable) when (unreadable is JsonException or FormatException or InvalidOperationException)
        {
            return TypedResults.BadRequest(new Problem("The body must be JSON or a form with the documented fields."));
        }
    }

    private static FaultRequest FromForm(IFormCollection form)
    {
        string? Text(string name) => form[name] is { Count: > 0 } value && value[0]!.Length > 0 ? value[0] : null;
        int? Number(string name) => Text(name) is { } text ? int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture) : null;
        bool Flag(string name) => Text(name) is { } text && bool.Parse(text);

        return new FaultRequest
        {
            FailNextRequests = Number("failNextRequests"),
            Requests = Number("requests"),
            Status = Number("status"),
            Drop = Flag("drop"),
            AfterEffect = Flag("afterEffect"),
            DelayMs = Number("delayMs") ?? 0,
            Method = Text("method"),
            Path = Text("path"),
        };
    }

    internal sealed record FaultsLeft(int RequestsLeft);

    internal sealed record Problem(string Message);

    /// <summary>The fields of the request; see the README for what they mean together.</summary>
    internal sealed record FaultRequest
    {
        public int? FailNextRequests { get; init; }
        public int? Requests { get; init; }
        public int? Status { get; init; }
        public bool Drop { get; init; }
        public bool AfterEffect { get; init; }
        public int DelayMs { get; init; }
        public string? Method { get; init; }
        public string? Path { get; init; }

        private bool Fails => FailNextRequests is not null || Status is not null || Drop || AfterEffect;

        private int Count => FailNextRequests ?? Requests ?? 1;

        public string? Problem() =>
            Count is < 1 or > RequestsMax ? $"failNextRequests or requests must be from 1 to {RequestsMax}."
            : DelayMs is < 0 or > DelayMsMax ? $"delayMs must be from 0 to {DelayMsMax}."
            : Status is < 400 or > 599 ? "status must be an error, from 400 to 599."
            : Drop && Status is not null ? "Either drop the answer or give it a status."
            : Path is not null && !Path.StartsWith('/') ? "path must begin with a slash."
            : !Fails && DelayMs == 0 ? "Say what shall go wrong: failNextRequests, status, drop, afterEffect or delayMs."
            : null;

        public FaultRule ToRule()
        {
            // Losing the answer after the work is done is what afterEffect is for: without a status it breaks the connection.
            var drops = Drop || (AfterEffect && Status is null);
            int? status = drops ? null : Status ?? StatusCodes.Status500InternalServerError;
            return new FaultRule(
                new Fault(Fails, AfterEffect, status, TimeSpan.FromMilliseconds(DelayMs)), Method, new PathString(Path ?? "/v1"), Count);
        }
    }
}
