using StripeEmulator.Api.Requests;
using StripeEmulator.State;

namespace StripeEmulator.Api.Products;

/// <summary>GET /v1/products.</summary>
internal static class ListProducts
{
    public static void MapListProducts(this StripeRoutes api) =>
        api.MapList("/v1/products", ObjectNames.Product, Filter, state => state.Products);

    private static ListFilter<Product> Filter(Parameters parameters)
    {
        var isActive = parameters.Flag("active");
        var ids = parameters.List("ids");
        var url = parameters.Text("url");
        var isShippable = parameters.Flag("shippable");
        var type = parameters.OneOf("type", "good", "service");
        return new(Group: null, (_, product) =>
            !product.IsDeleted
            && (isActive is null || product.IsActive == isActive)
            && (ids is null || ids.Value.Contains(product.Id))
            && (isShippable is null || (product.IsShippable ?? false) == isShippable)
            && type is not "good"
            && (url is null || product.Url == url));
    }
}
