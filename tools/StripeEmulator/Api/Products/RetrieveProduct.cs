using StripeEmulator.Api.Requests;
using StripeEmulator.State;

namespace StripeEmulator.Api.Products;

/// <summary>GET /v1/products/:id.</summary>
internal static class RetrieveProduct
{
    public static void MapRetrieveProduct(this StripeRoutes api) =>
        api.Map("GET", "/v1/products/{id}", ObjectNames.Product, Find);

    public static Product Find(ApiCall call) =>
        call.State.Products.Find(call.Id) is { IsDeleted: false } product
            ? product
            : throw StripeError.NotFound(ObjectNames.Product, call.Id);
}
