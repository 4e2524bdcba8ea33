using StripeEmulator.Api.Rendering;
using StripeEmulator.Api.Requests;
using StripeEmulator.State;

namespace StripeEmulator.Api.Products;

/// <summary>POST /v1/products/:id.</summary>
internal static class UpdateProduct
{
    public static void MapUpdateProduct(this StripeRoutes api) =>
        api.Map("POST", "/v1/products/{id}", ObjectNames.Product, Read, Apply);

    private static Request Read(Parameters parameters) =>
        new(parameters.TextChange("default_price"), ProductParameters.Read(parameters));

    private static Product Apply(ApiCall call, Request request)
    {
        var state = call.State;
        var before = RetrieveProduct.Find(call);
        if (request.DefaultPrice.Value is { } priceId && state.Prices.Find(priceId)?.ProductId != before.Id)
        {
            throw StripeError.NoSuch(ObjectNames.Price, priceId, "default_price");
        }

        var after = request.Fields.ApplyTo(before, before.Updated) with { DefaultPriceId = request.DefaultPrice.Or(before.DefaultPriceId) };
        if (ResourceJson.AreSame(before, after, call.Version))
        {
            return before;
        }

        after = state.Products.Put(after with { Updated = state.Now });
        state.Record(EventTypes.ProductUpdated, after, call.Cause, before);
        return after;
    }

    private sealed record Request(Change<string> DefaultPrice, ProductParameters Fields);
}
