using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using StripeEmulator.RequestLogs;

namespace StripeEmulator.Cli;

/// <summary>Which requests <c>stripe logs tail</c> asked to see; an empty list stands for all.</summary>
internal sealed record RequestLogFilter
{
    public static readonly RequestLogFilter None = new();

    private const int StatusesPerClass = 100;
    private const int FailedFrom = 300;

    private ImmutableArray<string> Methods { get; init; } = [];
    private ImmutableArray<string> Paths { get; init; } = [];
    private ImmutableArray<string> Statuses { get; init; } = [];
    private ImmutableArray<string> StatusClasses { get; init; } = [];
    private ImmutableArray<string> Outcomes { get; init; } = [];
    private ImmutableArray<string> Sources { get; init; } = [];
    private ImmutableArray<string> Addresses { get; init; } = [];
    private ImmutableArray<string> Accounts { get; init; } = [];

    /// <summary>Reads the JSON that the CLI sends.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    public static RequestLogFilter Parse(string json)
    {
        var lists = JsonSerializer.Deserialize<Dictionary<string, ImmutableArray<string>>>(json) ?? [];
        ImmutableArray<string> List(string name) => lists.GetValueOrDefault(name) is { IsDefault: false } list ? list : [];
        return new RequestLogFilter
        {
            Methods = List("filter_http_method"),
            Paths = List("filter_request_path"),
            Statuses = List("filter_status_code"),
            StatusClasses = List("filter_status_code_type"),
            Outcomes = List("filter_request_status"),
            Sources = List("filter_source"),
            Addresses = List("filter_ip_address"),
            Accounts = List("filter_account"),
        };
    }

    /// <summary>Every request comes by the API and is the account's own: there is no Dashboard and no Connect.</summary>
    public bool Shows(LoggedRequest request, int status) =>
        Allows(Methods, request.Method)
        && Allows(Paths, request.Path)
        && Allows(Addresses, request.Address)
        && Allows(Accounts, "self")
        && Allows(Statuses, Text(status))
        && Allows(StatusClasses, Text(status / StatusesPerClass * StatusesPerClass))
        && Allows(Outcomes, status < FailedFrom ? "SUCCEEDED" : "FAILED")
        && Allows(Sources, "API");

    private static bool Allows(ImmutableArray<string> wanted, string value) =>
        wanted.IsEmpty || wanted.Contains(value, StringComparer.OrdinalIgnoreCase);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
