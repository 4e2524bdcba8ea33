using StripeEmulator.Api.Requests;
using StripeEmulator.State;

namespace StripeEmulator.Api.Portal;

/// <summary>/v1/billing_portal/configurations: create, retrieve, update, list.</summary>
internal static class PortalConfigurations
{
    private const string Path = "/v1/billing_portal/configurations";

    public static void MapPortalConfigurations(this StripeRoutes api)
    {
        api.Map("POST", Path, ObjectNames.PortalConfiguration, ConfigurationParameters.Read, Create);
        api.Map("GET", Path + "/{id}", ObjectNames.PortalConfiguration, Find);
        api.Map("POST", Path + "/{id}", ObjectNames.PortalConfiguration, ConfigurationParameters.Read, Update);
        api.MapList(Path, ObjectNames.PortalConfiguration, Filter, state => state.PortalConfigurations);
    }

    /// <summary>The configuration of a session that names none: at Stripe somebody saved it in the Dashboard, here it is made when needed.</summary>
    public static PortalConfiguration Default(StripeState state) =>
        state.PortalConfigurations.OlderThan(null).FirstOrDefault(configuration => configuration.IsDefault)
        ?? state.PortalConfigurations.Put(New(state) with { IsDefault = true });

    private static PortalConfiguration Create(ApiCall call, ConfigurationParameters parameters)
    {
        var created = call.State.PortalConfigurations.Put(parameters.ApplyTo(New(call.State), call.State.Now));
        call.State.Record(EventTypes.PortalConfigurationCreated, created, call.Cause);
        return created;
    }

    private static PortalConfiguration Update(ApiCall call, ConfigurationParameters parameters)
    {
        var before = Find(call);
        var after = call.State.PortalConfigurations.Put(parameters.ApplyTo(before, call.State.Now));
        call.State.Record(EventTypes.PortalConfigurationUpdated, after, call.Cause, before);
        return after;
    }

    private static PortalConfiguration Find(ApiCall call) =>
        call.State.PortalConfigurations.Find(call.Id) ?? throw StripeError.NotFound(ObjectNames.PortalConfiguration, call.Id, "configuration");

    private static PortalConfiguration New(StripeState state) => new()
    {
        Id = StripeIds.Stamped("bpc", state.Now),
        Created = state.Now,
        Updated = state.Now,
    };

    private static ListFilter<PortalConfiguration> Filter(Parameters parameters)
    {
        var isActive = parameters.Flag("active");
        var isDefault = parameters.Flag("is_default");
        return new(Group: null, (_, configuration) =>
            (isActive is null || configuration.IsActive == isActive) && (isDefault is null || configuration.IsDefault == isDefault));
    }
}
