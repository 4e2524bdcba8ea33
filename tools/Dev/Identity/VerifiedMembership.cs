using System.Net;
using Dev.Demo;
using Dev.Workspace;

namespace Dev.Identity;

/// <summary>Makes somebody a member of a verified organization, as an owner and an operator would, for tokens that are to get the member price.</summary>
internal sealed class VerifiedMembership(Workplace workplace, SigningKey key)
{
    private const string Organizations = "/api/v1/organizations";
    private const string Admin = "/api/v1/admin/organizations";

    /// <exception cref="DevException">The system does not run, or does not allow it.</exception>
    public async Task EnsureAsync(string user, string organization, CancellationToken cancellationToken)
    {
        if (workplace.State.Alive(ComponentNames.Gateway).Count == 0)
        {
            throw new DevException("A verified organization is made by the running system: ./dev up --detach");
        }
        using var http = new HttpClient { BaseAddress = new Uri(workplace.Settings.Url(ComponentNames.Gateway)) };
        var owner = Client(http, new AccessToken($"{organization}-owner"));
        var admin = Client(http, new AccessToken("dev-operator") { IsAdmin = true });
        var id = await FindAsync(admin, organization, cancellationToken) ?? await FoundAsync(owner, organization, cancellationToken);
        (await PostAsync(admin, $"{Admin}/{id}/verify", new { reason = "For development" }, cancellationToken))
            .Expect(HttpStatusCode.OK, $"{organization} is verified");
        var added = await PostAsync(owner, $"{Organizations}/{id}/members", new { userId = user }, cancellationToken);
        if (added.Status != HttpStatusCode.Conflict)
        {
            added.Expect(HttpStatusCode.Created, $"{user} joins {organization}");
        }
    }

    private DemoClient Client(HttpClient http, AccessToken token) => new(http, token.Sign(key, workplace.Issuer));

    private static async Task<string?> FindAsync(DemoClient admin, string organization, CancellationToken cancellationToken)
    {
        var found = await admin.GetAsync($"{Admin}?name={Uri.EscapeDataString(organization)}", cancellationToken);
        return found.GetProperty("organizations").EnumerateArray()
            .Where(each => each.GetProperty("name").GetString() == organization)
            .Select(each => each.GetProperty("id").GetString())
            .LastOrDefault();
    }

    private static async Task<string?> FoundAsync(DemoClient owner, string organization, CancellationToken cancellationToken)
    {
        var made = await PostAsync(owner, Organizations, new { name = organization }, cancellationToken);
        return made.Expect(HttpStatusCode.Created, $"{organization} is made").Json.GetProperty("id").GetString();
    }

    private static Task<DemoAnswer> PostAsync(DemoClient client, string path, object body, CancellationToken cancellationToken) =>
        client.PostAsync(path, body, Guid.CreateVersion7().ToString(), cancellationToken);
}
