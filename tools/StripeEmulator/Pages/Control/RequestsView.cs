using System.Globalization;
using StripeEmulator.RequestLogs;

namespace StripeEmulator.Pages.Control;

/// <summary>Writes the last requests to the API.</summary>
internal static class RequestsView
{
    public static Html Render(ControlSnapshot snapshot) => Html.Of($"""
        <section aria-labelledby="requests">
        <h2 id="requests">Last requests</h2>
        {(snapshot.Requests.Count == 0 ? Html.Of($"<p>Nobody has asked for anything.</p>") : Table(snapshot.Requests))}
        </section>
        """);

    private static Html Table(IReadOnlyList<LoggedRequest> requests) => Html.Of($"""
        <table>
        <thead><tr><th scope="col">Request</th><th scope="col">At</th><th scope="col">Answer</th><th scope="col">Version</th></tr></thead>
        <tbody>{requests.Select(Row)}</tbody>
        </table>
        """);

    private static Html Row(LoggedRequest request) => Html.Of($"""
        <tr>
        <td><details><summary>{request.Method} {request.Path}</summary>
        <p><code>{request.RequestId}</code>{(request.IdempotencyKey is { } key ? $", idempotency key {key}" : "")}</p>
        {request.Parameters.Select(parameter => Html.Of($"<p><code>{parameter.Key}</code> {parameter.Value}</p>"))}
        </details></td>
        <td>{ControlView.Moment(request.StartedAt)}</td>
        <td>{Answer(request)} in {request.DurationMs.ToString("F1", CultureInfo.InvariantCulture)} ms</td>
        <td>{request.Version}</td>
        </tr>
        """);

    private static string Answer(LoggedRequest request) =>
        request.Status is not { } status ? "broken off"
        : request.Error is { } error ? $"{status} {error.Code ?? error.Type}"
        : status.ToString(CultureInfo.InvariantCulture);
}
