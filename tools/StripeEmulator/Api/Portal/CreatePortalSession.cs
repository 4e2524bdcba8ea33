using StripeEmulator.Api.Requests;
using StripeEmulator.State;

namespace StripeEmulator.Api.Portal;

/// <summary>POST /v1/billing_portal/sessions.</summary>
internal static class CreatePortalSession
{
    public static void MapCreatePortalSession(this StripeRoutes api) =>
        api.Map("POST", "/v1/billing_portal/sessions", ObjectNames.PortalSession, Read, Apply);

    private static Request Read(Parameters parameters)
    {
        parameters.RefuseUncovered("portal sessions that lead through one flow", "flow_data");
        parameters.RefuseUncovered(null, "after_expiration", "customer_account", "on_behalf_of");
        return new Request(
            parameters.RequiredText("customer"),
            parameters.Text("configuration"),
            parameters.Text("return_url"),
            parameters.Text("locale"));
    }

    private static PortalSession Apply(ApiCall call, Request request)
    {
        var state = call.State;
        if (state.Customers.Find(request.CustomerId) is not { IsDeleted: false })
        {
            throw StripeError.NoSuch(ObjectNames.Customer, request.CustomerId, "customer");
        }

        var configuration = request.ConfigurationId is not { } id ? PortalConfigurations.Default(state)
            : state.PortalConfigurations.Find(id) ?? throw StripeError.NoSuch(ObjectNames.PortalConfiguration, id, "configuration");
        var secret = StripeIds.PortalSecret();
        var session = state.PortalSessions.Put(new PortalSession
        {
            Id = StripeIds.Stamped("bps", state.Now),
            Created = state.Now,
            CustomerId = request.CustomerId,
            ConfigurationId = configuration.Id,
            Secret = secret,
            Url = new Uri(call.Pages, $"/portal/{secret}").ToString(),
            ReturnUrl = request.ReturnUrl ?? configuration.DefaultReturnUrl,
            Locale = request.Locale,
        });
        state.Record(EventTypes.PortalSessionCreated, session, call.Cause);
        return session;
    }

    private sealed record Request(string CustomerId, string? ConfigurationId, string? ReturnUrl, string? Locale);
}
