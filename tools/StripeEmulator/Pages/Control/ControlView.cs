using System.Globalization;

namespace StripeEmulator.Pages.Control;

/// <summary>Writes the page: what there is, the clock, and one section for each other thing.</summary>
internal static class ControlView
{
    private const int HourSeconds = 3_600;
    private const int DaySeconds = 86_400;
    private const int MonthDays = 31;

    public static Html Render(ControlSnapshot snapshot, string? problem) => Html.Of($"""
        {Layout.Alert(problem)}
        {State(snapshot)}
        {Clock(snapshot)}
        {EndpointsView.Render(snapshot)}
        {DeliveriesView.Rules(snapshot)}
        {DeliveriesView.Held(snapshot)}
        {EventsView.Render(snapshot)}
        {RequestsView.Render(snapshot)}
        """);

    /// <summary>A form that comes back to the page.</summary>
    public static Html Form(string path, Html fields) => Html.Of($"""
        <form method="post" action="{ControlPage.Path}{path}?{ControlPage.Mark}">
        {fields}
        </form>
        """);

    public static Html Button(string label, string? about = null) => about is null
        ? Html.Of($"""<button type="submit">{label}</button>""")
        : Html.Of($"""<button type="submit" aria-label="{label} {about}">{label}</button>""");

    /// <summary>To the second, in coordinated universal time.</summary>
    public static string Moment(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    public static string Moment(long unixSeconds) => Moment(DateTimeOffset.FromUnixTimeSeconds(unixSeconds));

    private static Html State(ControlSnapshot snapshot) => Html.Of($"""
        <section aria-labelledby="state">
        <h2 id="state">What there is</h2>
        <dl class="numbers">
        {snapshot.Counts.Append(("Deliveries that wait", snapshot.Pending)).Select(Number)}
        </dl>
        {Form("/reset", Button("Forget everything"))}
        </section>
        """);

    private static Html Number((string Name, long Count) number) => Html.Of($"<div><dt>{number.Name}</dt><dd>{number.Count}</dd></div>");

    private static Html Clock(ControlSnapshot snapshot) => Html.Of($"""
        <section aria-labelledby="clock">
        <h2 id="clock">Clock</h2>
        <p><strong>{Moment(snapshot.Now)}</strong> UTC, {Ahead(snapshot)}</p>
        {Form("/clock", Html.Of($"""
            <button type="submit" name="advanceSeconds" value="{HourSeconds}">An hour on</button>
            <button type="submit" name="advanceSeconds" value="{DaySeconds}">A day on</button>
            <button type="submit" name="advanceSeconds" value="{MonthDays * DaySeconds}">A month on</button>
            <button type="submit" name="offsetSeconds" value="0">Back to the present</button>
            """))}
        </section>
        """);

    private static string Ahead(ControlSnapshot snapshot)
    {
        var offset = TimeSpan.FromSeconds(snapshot.OffsetSeconds + snapshot.FileOffsetSeconds);
        var text = $"{Math.Abs(offset.Days)} days and {offset:hh\\:mm\\:ss}";
        return offset == TimeSpan.Zero ? "as on the wall." : offset > TimeSpan.Zero ? $"{text} ahead of the wall." : $"{text} behind the wall.";
    }
}
