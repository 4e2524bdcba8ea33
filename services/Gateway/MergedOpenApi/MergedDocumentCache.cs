namespace Gateway.MergedOpenApi;

/// <summary>The merged document, made anew when it is old; one request makes it, the others wait for that one.</summary>
internal sealed class MergedDocumentCache(ServiceDocuments services, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan CompleteFor = TimeSpan.FromSeconds(15);
    // A service that just starts is missing only for a moment.
    private static readonly TimeSpan IncompleteFor = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim gate = new(1);
    private (ReadOnlyMemory<byte> Json, DateTimeOffset GoodUntil) cached = (default, DateTimeOffset.MinValue);

    public async Task<ReadOnlyMemory<byte>> GetAsync(CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken);
        try
        {
            if (time.GetUtcNow() >= cached.GoodUntil)
            {
                var documents = await services.ReadAllAsync(cancellationToken);
                var isComplete = documents.All(service => service.Document is not null);
                cached = (MergedDocument.Of(documents), time.GetUtcNow() + (isComplete ? CompleteFor : IncompleteFor));
            }
            return cached.Json;
        }
        finally
        {
            gate.Release();
        }
    }

    public void Dispose() => gate.Dispose();
}
