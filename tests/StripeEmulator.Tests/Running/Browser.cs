using System.Net;
using System.Text.RegularExpressions;

namespace StripeEmulator.Tests.Running;

/// <summary>A browser without scripts: it shows a page and sends its forms, and does not follow to the merchant's site.</summary>
public sealed partial class Browser : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
    private Uri _address = null!;

    public string Page { get; private set; } = "";

    public HttpStatusCode Status { get; private set; }

    /// <summary>Where the last answer sends the browser; null when it stays.</summary>
    public Uri? Redirect { get; private set; }

    public async Task OpenAsync(Uri address)
    {
        _address = address;
        using var response = await _http.GetAsync(address);
        await ShowAsync(response);
    }

    /// <summary>Sends the form that holds a button with this label, with these fields besides.</summary>
    public async Task PressAsync(string label, params (string Name, string Value)[] fields)
    {
        var (form, button) = Form().Matches(Page)
            .SelectMany(form => Button().Matches(form.Value).Select(button => (form, button)))
            .Single(pair => WebUtility.HtmlDecode(pair.button.Groups["label"].Value) == label);
        var sent = fields.ToDictionary(field => field.Name, field => field.Value);
        if (button.Groups["name"].Success)
        {
            sent[button.Groups["name"].Value] = button.Groups["value"].Value;
        }

        _address = new Uri(_address, WebUtility.HtmlDecode(form.Groups["action"].Value));
        using var content = new FormUrlEncodedContent(sent);
        using var response = await _http.PostAsync(_address, content);
        await ShowAsync(response);
    }

    public void Dispose() => _http.Dispose();

    private async Task ShowAsync(HttpResponseMessage response)
    {
        (Status, Redirect) = (response.StatusCode, response.Headers.Location);
        Page = await response.Content.ReadAsStringAsync();
    }

    [GeneratedRegex("""<form method="post" action="(?<action>[^"]+)">.*?</form>""", RegexOptions.Singleline)]
    private static partial Regex Form();

    [GeneratedRegex("""<button[^>]*?(?: name="(?<name>[^"]+)" value="(?<value>[^"]+)")?>(?<label>[^<]+)</button>""")]
    private static partial Regex Button();
}
