using Microsoft.AspNetCore.Http.HttpResults;
using StripeEmulator.State;

namespace StripeEmulator.Control;

/// <summary>
/// POST /_emulator/webhook_endpoints/:id/roll-secret: what the Dashboard does. The old secret signs beside the new one until it expires.
/// </summary>
internal static class RollSecret
{
    private const int ExpiresInSecondsMax = 86_400;
    private const int OldSecretsMax = 8;

    public static void MapRollSecret(this RouteGroupBuilder control) => control.MapPost("/webhook_endpoints/{id}/roll-secret", RollAsync);

    private static async Task<Results<Ok<Rolled>, NotFound>> RollAsync(
        string id, HttpRequest request, StripeState state, EmulatorClock clock, CancellationToken cancellationToken)
    {
        var body = await ControlBody.ReadAsync(request, cancellationToken);
        var expiresIn = body.Integer("expiresInSeconds", 0, ExpiresInSecondsMax) ?? 0;
        body.RefuseUnknown();
        lock (state.Gate)
        {
            if (state.WebhookEndpoints.Find(id) is not { } endpoint)
            {
                return TypedResults.NotFound();
            }

            var rolled = state.WebhookEndpoints.Put(Roll(endpoint, clock.WallSeconds, expiresIn));
            return TypedResults.Ok(new Rolled(id, rolled.Secrets[0], rolled.OldSecrets.Length == 0 ? null : clock.WallSeconds + expiresIn));
        }
    }

    private static WebhookEndpoint Roll(WebhookEndpoint endpoint, long wall, long expiresIn) => endpoint with
    {
        Secrets = [StripeIds.WebhookSecret()],
        OldSecrets =
        [
            .. endpoint.Secrets.Select(secret => new ExpiringSecret(secret, wall + expiresIn))
                .Concat(endpoint.OldSecrets)
                .Where(old => old.ExpiresAt > wall)
                .Take(OldSecretsMax),
        ],
    };

    /// <param name="OldExpiresAt">In Unix seconds of the wall clock; null when the old one is worth nothing from now on.</param>
    internal sealed record Rolled(string Id, string Secret, long? OldExpiresAt);
}
