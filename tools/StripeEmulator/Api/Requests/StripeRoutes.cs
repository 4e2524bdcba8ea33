using System.Text.Json.Nodes;
using StripeEmulator.State;

namespace StripeEmulator.Api.Requests;

/// <summary>Maps operations. What is common to all (keys, idempotency, errors, faults) is the pipeline's business.</summary>
internal sealed class StripeRoutes(IEndpointRouteBuilder app, ApiPipeline pipeline)
{
    /// <summary>An operation with parameters: <paramref name="read"/> checks them before anything happens.</summary>
    public void Map<TParameters>(
        string method,
        string path,
        string objectName,
        Func<Parameters, TParameters> read,
        Func<ApiCall, TParameters, StripeResource> apply,
        bool allowsPublishableKey = false) =>
        Map(method, path, new Operation(objectName, IsList: false, allowsPublishableKey, call =>
        {
            var parameters = read(call.Parameters);
            return () => new ApiResult.One(apply(call, parameters));
        }));

    /// <summary>An operation that takes nothing but the id in its path.</summary>
    public void Map(string method, string path, string objectName, Func<ApiCall, StripeResource> apply) =>
        Map(method, path, objectName, _ => true, (call, _) => apply(call));

    /// <summary>A list; <paramref name="read"/> gives the filter.</summary>
    public void MapList<TResource>(
        string path, string objectName, ListRequest<TResource>.Reader read, Func<StripeState, ResourceStore<TResource>> store)
        where TResource : StripeResource =>
        Map("GET", path, new Operation(objectName, IsList: true, AllowsPublishableKey: false, call =>
        {
            var request = ListRequest<TResource>.Read(call.Parameters, read);
            return () => request.Page(call.Http.Path, objectName, call.State, store(call.State));
        }));

    /// <summary>A list of what belongs to the resource in the path, which is its store's group.</summary>
    public void MapListOf<TResource>(
        string path,
        string objectName,
        Func<Parameters, Func<TResource, bool>> read,
        Func<ApiCall, StripeResource> findOwner,
        Func<StripeState, ResourceStore<TResource>> store)
        where TResource : StripeResource =>
        Map("GET", path, new Operation(objectName, IsList: true, AllowsPublishableKey: false, call =>
        {
            var matches = read(call.Parameters);
            var request = ListRequest<TResource>.Read(call.Parameters, _ => new(Group: null, (_, resource) => matches(resource)));
            return () =>
            {
                var owned = request with { Filter = request.Filter with { Group = findOwner(call).Id } };
                return owned.Page(call.Http.Path, objectName, call.State, store(call.State));
            };
        }));

    /// <summary>A list of the parts of one resource, in their order.</summary>
    public void MapParts(string path, string objectName, Func<ApiCall, IReadOnlyList<JsonObject>> list) =>
        MapParts(path, objectName, _ => true, (call, _) => list(call));

    /// <summary>A list of the parts of a resource that a parameter names.</summary>
    public void MapParts<TParameters>(
        string path, string objectName, Func<Parameters, TParameters> read, Func<ApiCall, TParameters, IReadOnlyList<JsonObject>> list) =>
        Map("GET", path, new Operation(objectName, IsList: true, AllowsPublishableKey: false, call =>
        {
            var parameters = read(call.Parameters);
            var page = PartsPage.Read(call.Parameters);
            return () => page.Of(call.Http.Path, list(call, parameters));
        }));

    /// <summary>A list that <paramref name="find"/> makes in its own way, such as a search.</summary>
    public void MapFinding<TRequest>(string path, string objectName, Func<Parameters, TRequest> read, Func<ApiCall, TRequest, ApiResult> find) =>
        Map("GET", path, new Operation(objectName, IsList: true, AllowsPublishableKey: false, call =>
        {
            var request = read(call.Parameters);
            return () => find(call, request);
        }));

    public void MapUnrecognized() =>
        app.Map("/v1/{**rest}", context => pipeline.RefuseUnrecognizedAsync(context));

    private void Map(string method, string path, Operation operation) =>
        app.MapMethods(path, [method], context => pipeline.RunAsync(context, operation));
}
