using System.Globalization;
using System.Text.Json.Nodes;

namespace Billing.Tests.Analytics;

/// <summary>Reads a report as an operator does, and tells its figures in one line each.</summary>
internal static class ReportReader
{
    public static async Task<JsonNode> ReportAsync(this BillingApplication billing, string report, string query)
    {
        var answer = await billing.AdminGetAsync($"/api/v1/admin/analytics/{report}?{query}");
        Assert.True(answer.Status == HttpStatusCode.OK, answer.Body);
        return answer.Json;
    }

    /// <summary>The parts, each as its days and the named figures: <c>03-01..04-01 5 0.2 -</c>, with a dash for what there is none of.</summary>
    public static IEnumerable<string> Lines(this JsonNode report, params string[] figures) => report["parts"]!.AsArray().Select(
        part => $"{Day(part!["from"])}..{Day(part["to"])} {Line(part["figures"]!, figures)}");

    public static string Total(this JsonNode report, params string[] figures) => Line(report["total"]!, figures);

    private static string Line(JsonNode figures, string[] names) => string.Join(' ', names.Select(name =>
    {
        Assert.True(figures.AsObject().ContainsKey(name), $"There is no figure {name}.");
        return figures[name] is { } figure ? Convert.ToString(figure.GetValue<double>(), CultureInfo.InvariantCulture) : "-";
    }));

    private static string Day(JsonNode? day) => ((string)day!)[5..];
}
