using StripeEmulator.Api.Products;
using StripeEmulator.Api.Requests;
using StripeEmulator.State;

namespace StripeEmulator.Api.Prices;

/// <summary>POST /v1/prices, for a product there is or one made along with it.</summary>
internal static class CreatePrice
{
    public static void MapCreatePrice(this StripeRoutes api) => api.Map("POST", "/v1/prices", ObjectNames.Price, Read, Apply);

    private static Request Read(Parameters parameters)
    {
        var product = parameters.Text("product");
        var data = parameters.Nested("product_data");
        return (product is null) == (data is null)
            ? throw StripeError.MissingParameter("product")
            : new Request(
                product, data is null ? null : ProductParameters.Read(data), PriceAmount.Read(parameters), PriceParameters.Read(parameters));
    }

    private static Price Apply(ApiCall call, Request request)
    {
        var state = call.State;
        var price = request.Fields.ApplyTo(request.Amount.ToPrice(ProductId(call, request), state.Now), state);
        state.Prices.Put(price);
        state.Record(EventTypes.PriceCreated, price, call.Cause);
        return price;
    }

    private static string ProductId(ApiCall call, Request request)
    {
        if (request.ProductId is { } known)
        {
            return call.State.Products.Find(known) is { IsDeleted: false }
                ? known
                : throw StripeError.NoSuch(ObjectNames.Product, known, "product");
        }

        var made = call.State.Products.Put(request.ProductData!.ToProduct(id: null, call.State.Now));
        call.State.Record(EventTypes.ProductCreated, made, call.Cause);
        return made.Id;
    }

    private sealed record Request(string? ProductId, ProductParameters? ProductData, PriceAmount Amount, PriceParameters Fields);
}
