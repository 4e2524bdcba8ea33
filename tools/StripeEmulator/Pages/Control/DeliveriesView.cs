using StripeEmulator.Webhooks.Rules;

namespace StripeEmulator.Pages.Control;

/// <summary>Writes the rules for deliveries, and what they hold back.</summary>
internal static class DeliveriesView
{
    private const int HeldShownMax = 50;

    public static Html Rules(ControlSnapshot snapshot) => Html.Of($"""
        <section aria-labelledby="rules">
        <h2 id="rules">Rules for deliveries</h2>
        {(snapshot.Rules.Count == 0 ? Html.Of($"<p>Everything is delivered as it happens.</p>") : Table(snapshot.Rules))}
        {ControlView.Form("/deliveries/rules", Fields())}
        </section>
        """);

    public static Html Held(ControlSnapshot snapshot) => snapshot.Held.Count == 0 ? Html.None : Html.Of($"""
        <section aria-labelledby="held">
        <h2 id="held">Held deliveries</h2>
        <table>
        <thead><tr><th scope="col">Event</th><th scope="col">For</th><th scope="col">Since</th><th scope="col">Let go</th></tr></thead>
        <tbody>{snapshot.Held.Take(HeldShownMax).Select(HeldRow)}</tbody>
        </table>
        {More(snapshot.Held.Count)}
        {ControlView.Form("/deliveries/held/release", Html.Of($"""
            <button type="submit" name="order" value="given">Release all</button>
            <button type="submit" name="order" value="reversed">Release all, the last first</button>
            """))}
        </section>
        """);

    private static Html Table(IReadOnlyList<DeliveryRule> rules) => Html.Of($"""
        <table>
        <thead><tr><th scope="col">What</th><th scope="col">Events</th><th scope="col">For</th><th scope="col">How long</th><th scope="col">Take away</th></tr></thead>
        <tbody>{rules.Select(Row)}</tbody>
        </table>
        """);

    private static Html Row(DeliveryRule rule) => Html.Of($"""
        <tr>
        <td>{What(rule)}{(rule.Percent < 100 ? $", {rule.Percent} of 100 by seed {rule.Seed}" : "")}</td>
        <td><code>{rule.Events}</code></td>
        <td><code>{rule.Endpoint}</code></td>
        <td>{(rule.EventsLeft is { } left ? $"{left} events more" : "until removed")}</td>
        <td>{ControlView.Form($"/deliveries/rules/{rule.Id}/remove", ControlView.Button("Remove", rule.Id))}</td>
        </tr>
        """);

    private static string What(DeliveryRule rule) => rule.Action switch
    {
        DeliveryAction.Duplicate => $"sent {rule.Copies + 1} times",
        DeliveryAction.Delay => $"{rule.DelayMs} ms late",
        DeliveryAction.Reorder => $"{rule.Window} gathered, the last first",
        DeliveryAction.Drop => "dropped",
        _ => "held",
    };

    private static Html Fields() => Html.Of($"""
        <fieldset class="fields">
        <legend>Another rule</legend>
        <div><label for="rule-action">What to do</label>
        <select id="rule-action" name="action">
        <option value="hold">hold</option>
        <option value="duplicate">duplicate</option>
        <option value="delay">delay</option>
        <option value="reorder">reorder</option>
        <option value="drop">drop</option>
        </select></div>
        {Input("events", "Events", "*, charge.*, invoice.paid …")}
        {Input("endpoint", "Endpoint", "*, we_…, stripe_listen_*")}
        {Input("count", "For how many events", "until removed")}
        {Input("percent", "Of a hundred", "100")}
        {Input("seed", "Seed", "0")}
        {Input("copies", "Copies of a duplicate", "1")}
        {Input("delayMs", "Milliseconds of a delay", "1000")}
        {Input("window", "How many to reorder", "2")}
        </fieldset>
        {ControlView.Button("Add the rule")}
        """);

    private static Html Input(string name, string label, string hint) => Html.Of($"""
        <div><label for="rule-{name}">{label}</label>
        <input id="rule-{name}" name="{name}" placeholder="{hint}" autocomplete="off"></div>
        """);

    private static Html HeldRow(HeldDelivery held) => Html.Of($"""
        <tr>
        <td>{held.Delivery.Event.Type}<br><code>{held.Delivery.Event.Id}</code></td>
        <td><code>{held.Delivery.TargetId}</code></td>
        <td>{ControlView.Moment(held.Since)}</td>
        <td>{ControlView.Form("/deliveries/held/release", Html.Of(
            $"""<button type="submit" aria-label="Release {held.Id}" name="ids" value="{held.Id}">Release</button>"""))}</td>
        </tr>
        """);

    private static Html More(int count) => count <= HeldShownMax ? Html.None : Html.Of($"<p>And {count - HeldShownMax} more.</p>");
}
