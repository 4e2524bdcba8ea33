using StripeEmulator.Api.Requests;
using StripeEmulator.State;

namespace StripeEmulator.Api.Products;

/// <summary>DELETE /v1/products/:id, while it has no price.</summary>
internal static class DeleteProduct
{
    public static void MapDeleteProduct(this StripeRoutes api) =>
        api.Map("DELETE", "/v1/products/{id}", ObjectNames.Product, call =>
        {
            var product = RetrieveProduct.Find(call);
            if (call.State.Prices.OlderThan(null, product.Id).Any())
            {
                throw StripeError.Invalid(
                    "This product cannot be deleted because it has one or more user-created prices.");
            }

            call.State.Record(EventTypes.ProductDeleted, product, call.Cause);
            return call.State.Products.Put(product with { IsDeleted = true });
        });
}
