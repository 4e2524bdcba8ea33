using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace ServiceDefaults;

/// <summary>Names the <c>Idempotency-Key</c> header on every POST that a token protects: there it is honoured.</summary>
internal sealed class IdempotencyKeyDocumentation : IOpenApiOperationTransformer
{
    private const int KeyLengthMax = 255;

    public Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var isAnonymous = context.Description.ActionDescriptor.EndpointMetadata.OfType<IAllowAnonymous>().Any();
        if (context.Description.HttpMethod != "POST" || isAnonymous)
        {
            return Task.CompletedTask;
        }
        operation.Parameters ??= [];
        operation.Parameters.Add(new OpenApiParameter
        {
            Name = "Idempotency-Key",
            In = ParameterLocation.Header,
            Description = "Makes the request repeatable for 24 hours: the same key and body give the first answer again, "
                + "another body 422, and 409 while the first still runs.",
            Schema = new OpenApiSchema { Type = JsonSchemaType.String, MinLength = 1, MaxLength = KeyLengthMax },
        });
        return Task.CompletedTask;
    }
}
