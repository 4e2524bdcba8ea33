using StripeEmulator.State;

namespace StripeEmulator.Pages.Control;

/// <summary>Writes the webhook endpoints and the Stripe CLIs that listen.</summary>
internal static class EndpointsView
{
    public static Html Render(ControlSnapshot snapshot) => Html.Of($"""
        <section aria-labelledby="endpoints">
        <h2 id="endpoints">Webhook endpoints</h2>
        {(snapshot.Endpoints.Count == 0 ? Html.Of($"<p>There are none.</p>") : Table(snapshot))}
        {snapshot.Listeners.Select(listener => Html.Of($"<p><code>{listener}</code> is a Stripe CLI that listens.</p>"))}
        </section>
        """);

    private static Html Table(ControlSnapshot snapshot) => Html.Of($"""
        <table>
        <thead><tr><th scope="col">Endpoint</th><th scope="col">Events</th><th scope="col">Version</th><th scope="col">Secrets</th></tr></thead>
        <tbody>{snapshot.Endpoints.Select(endpoint => Row(endpoint, snapshot.WallSeconds))}</tbody>
        </table>
        """);

    private static Html Row(WebhookEndpoint endpoint, long wallSeconds) => Html.Of($"""
        <tr>
        <td>{endpoint.Url.OriginalString}<br><code>{endpoint.Id}</code>{(endpoint.IsDisabled ? ", disabled" : "")}</td>
        <td>{string.Join(", ", endpoint.EnabledEvents)}</td>
        <td>{endpoint.Version?.Text ?? "the account's"}</td>
        <td>
        <details><summary>{endpoint.SecretsAt(wallSeconds).Count()} that sign</summary>
        {endpoint.Secrets.Select(secret => Html.Of($"<p><code>{secret}</code></p>"))}
        {endpoint.OldSecrets.Where(old => old.ExpiresAt > wallSeconds).Select(Old)}
        </details>
        {ControlView.Form($"/webhook_endpoints/{endpoint.Id}/roll-secret", Roll(endpoint))}
        </td>
        </tr>
        """);

    private static Html Old(ExpiringSecret old) =>
        Html.Of($"<p><code>{old.Value}</code> until {ControlView.Moment(old.ExpiresAt)} UTC</p>");

    private static Html Roll(WebhookEndpoint endpoint) => Html.Of($"""
        <label for="expires-{endpoint.Id}">The old secret expires</label>
        <select id="expires-{endpoint.Id}" name="expiresInSeconds">
        <option value="0">at once</option>
        <option value="3600">in an hour</option>
        <option value="86400">in a day</option>
        </select>
        {ControlView.Button("Roll secret", $"of {endpoint.Id}")}
        """);
}
