using StripeEmulator.Api.Requests;
using StripeEmulator.State;

namespace StripeEmulator.Api.Plans;

/// <summary>GET /v1/plans: recurring prices, as Stripe's first years knew them.</summary>
internal static class Plans
{
    private const string Path = "/v1/plans";

    public static void MapPlans(this StripeRoutes api)
    {
        api.Map("GET", Path + "/{id}", ObjectNames.Plan, call =>
            call.State.Prices.Find(call.Id) is { Recurrence: not null } price ? Of(price) : throw StripeError.NotFound(ObjectNames.Plan, call.Id));
        api.MapFinding(Path, ObjectNames.Plan, parameters => ListRequest<Price>.Read(parameters, Filter), (call, request) =>
        {
            var page = request.Page(Path, ObjectNames.Plan, call.State, call.State.Prices);
            return page with { Resources = [.. page.Resources.Select(price => Of((Price)price))] };
        });
    }

    private static Plan Of(Price price) => new() { Id = price.Id, Created = price.Created, Price = price };

    private static ListFilter<Price> Filter(Parameters parameters)
    {
        var isActive = parameters.Flag("active");
        return new(Group: parameters.Text("product"), (_, price) =>
            price.Recurrence is not null && (isActive is null || price.IsActive == isActive));
    }
}
