using StripeEmulator.Api.Prices;
using StripeEmulator.Api.Requests;
using StripeEmulator.State;

namespace StripeEmulator.Api.Products;

/// <summary>POST /v1/products, also with an id of the caller's choice and with a first price.</summary>
internal static class CreateProduct
{
    private const int IdLengthMax = 255;

    public static void MapCreateProduct(this StripeRoutes api) =>
        api.Map("POST", "/v1/products", ObjectNames.Product, Read, Apply);

    private static Request Read(Parameters parameters)
    {
        parameters.RequiredText("name");
        return new Request(
            parameters.Text("id", IdLengthMax),
            parameters.Nested("default_price_data") is { } price ? PriceAmount.Read(price) : null,
            ProductParameters.Read(parameters));
    }

    private static Product Apply(ApiCall call, Request request)
    {
        var state = call.State;
        if (request.Id is { } wanted && state.Products.Find(wanted) is { IsDeleted: false })
        {
            throw StripeError.InvalidParameter("Product already exists.", "id", "resource_already_exists");
        }

        var created = state.Products.Put(request.Fields.ToProduct(request.Id, state.Now));
        state.Record(EventTypes.ProductCreated, created, call.Cause);
        if (request.DefaultPrice is not { } amount)
        {
            return created;
        }

        var price = state.Prices.Put(amount.ToPrice(created.Id, state.Now));
        state.Record(EventTypes.PriceCreated, price, call.Cause);
        return state.Products.Put(created with { DefaultPriceId = price.Id });
    }

    private sealed record Request(string? Id, PriceAmount? DefaultPrice, ProductParameters Fields);
}
