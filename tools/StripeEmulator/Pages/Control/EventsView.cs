using System.Globalization;
using StripeEmulator.State;
using StripeEmulator.Webhooks;

namespace StripeEmulator.Pages.Control;

/// <summary>Writes the last events, each with every attempt to deliver it.</summary>
internal static class EventsView
{
    public static Html Render(ControlSnapshot snapshot) => Html.Of($"""
        <section aria-labelledby="events">
        <h2 id="events">Last events</h2>
        {(snapshot.Events.Count == 0 ? Html.Of($"<p>Nothing has happened.</p>") : Table(snapshot))}
        </section>
        """);

    private static Html Table(ControlSnapshot snapshot) => Html.Of($"""
        <table>
        <thead><tr><th scope="col">Event</th><th scope="col">Created</th><th scope="col">Deliveries</th><th scope="col">Again</th></tr></thead>
        <tbody>{snapshot.Events.Select(recorded => Row(recorded, [.. snapshot.Attempts[recorded.Id]], snapshot))}</tbody>
        </table>
        """);

    private static Html Row(Event recorded, IReadOnlyList<DeliveryAttempt> attempts, ControlSnapshot snapshot) => Html.Of($"""
        <tr>
        <td>{recorded.Type}<br><code>{recorded.Id}</code></td>
        <td>{ControlView.Moment(recorded.Created)}</td>
        <td>{attempts.Select(Attempt)}{Waiting(recorded)}</td>
        <td>{ControlView.Form($"/events/{recorded.Id}/resend", Resend(recorded, snapshot))}</td>
        </tr>
        """);

    private static Html Resend(Event recorded, ControlSnapshot snapshot) => Html.Of($"""
        {(snapshot.Endpoints.Count < 2 ? Html.None : Receivers(recorded, snapshot))}
        {ControlView.Button("Resend", recorded.Id)}
        """);

    private static Html Receivers(Event recorded, ControlSnapshot snapshot) => Html.Of($"""
        <select name="endpoint" aria-label="Who gets {recorded.Id} again">
        <option value="">to all who want it</option>
        {snapshot.Endpoints.Select(endpoint => Html.Of($"""<option value="{endpoint.Id}">to {endpoint.Id}</option>"""))}
        </select>
        """);

    private static Html Attempt(DeliveryAttempt attempt) => Html.Of($"""
        <details><summary><code>{attempt.EndpointId}</code> attempt {attempt.Attempt}: {Outcome(attempt)}</summary>
        <p>{ControlView.Moment(attempt.StartedAt)}, {attempt.DurationMs.ToString("F0", CultureInfo.InvariantCulture)} ms{To(attempt)}</p>
        {Answer(attempt.Answer)}
        {(attempt.Signature is { } signature ? Html.Of($"<p>Signed <code>{signature}</code></p>") : Html.None)}
        </details>
        """);

    private static string Outcome(DeliveryAttempt attempt) =>
        attempt.IsAcknowledged == true ? "acknowledged"
        : attempt.Status is { } status ? status.ToString(CultureInfo.InvariantCulture)
        : attempt.Problem ?? "no answer";

    private static string To(DeliveryAttempt attempt) => attempt.Url is { } url ? $", {url}" : "";

    private static Html Answer(AttemptAnswer? answer) => answer is null ? Html.None : Html.Of($"""
        {answer.Headers.Select(header => Html.Of($"<p>{header.Key}: {header.Value}</p>"))}
        {(answer.Body.Length == 0 ? Html.None : Html.Of($"<pre>{answer.Body}{(answer.IsCut ? "…" : "")}</pre>"))}
        """);

    private static Html Waiting(Event recorded) => recorded.UndeliveredTo.IsEmpty
        ? Html.None
        : Html.Of($"<p>Not taken yet by {string.Join(", ", recorded.UndeliveredTo)}</p>");
}
